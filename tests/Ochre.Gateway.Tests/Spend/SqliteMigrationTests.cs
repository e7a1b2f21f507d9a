using Ochre.Gateway.Spend.Database;

namespace Ochre.Gateway.Tests.Spend;

public sealed class SqliteMigrationTests : MigrationContract
{
    private readonly string _folder = Directory.CreateTempSubdirectory("ochre-sqlite-").FullName;

    private protected override Task<IDatabase> OpenAsync() => Task.FromResult<IDatabase>(SqliteDatabase.Open(Path.Combine(_folder, "ochre.db")));

    public override async ValueTask DisposeAsync()
    {
        await base.DisposeAsync();
        Directory.Delete(_folder, recursive: true);
    }
}
