using Ochre.Gateway.Configuration;

namespace Ochre.Gateway.Tests.Configuration;

/// <summary>A folder with files of configuration, and an environment beside it.</summary>
internal sealed class Written : IDisposable
{
    public Written() => Environment["HOME"] = Folder;

    public string Folder { get; } = Directory.CreateTempSubdirectory("ochre-config-").FullName;

    public Dictionary<string, string> Environment { get; } = [];

    public string Write(string yaml, string name = "config.yaml")
    {
        var path = Path.Combine(Folder, name);
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        File.WriteAllText(path, yaml);
        return path;
    }

    public GatewaySettings Read(string? yaml = null, bool? emulator = true) =>
        new SettingsReader(Environment.GetValueOrDefault).Read(new(Config: yaml is null ? null : Write(yaml), Emulator: emulator, DataFolder: Folder));

    public IReadOnlyList<string> Faults(string? yaml = null) => Assert.Throws<SettingsException>(() => Read(yaml)).Faults;

    /// <summary>A gateway over the embedded emulator, with everything that was read.</summary>
    public Task<RunningGateway> StartAsync(string? yaml = null)
    {
        var read = Read(yaml);
        read.Bedrock.FirstPause = TimeSpan.Zero;
        return RunningGateway.StartAsync(settings => read with { DataFolder = settings.DataFolder });
    }

    public void Dispose() => Directory.Delete(Folder, recursive: true);
}
