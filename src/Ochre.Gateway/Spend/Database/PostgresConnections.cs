using System.Data.Common;
using Npgsql;

namespace Ochre.Gateway.Spend.Database;

/// <summary>How PostgreSQL is connected to: with short patience everywhere.</summary>
internal static class PostgresConnections
{
    /// <summary>Seconds until a connection is up, and until an answer is there: the last resort behind <see cref="PostgresBreaker"/>.</summary>
    private const int Patience = 2;

    /// <param name="connections">The most at a time, where the address does not say.</param>
    public static NpgsqlConnectionStringBuilder Settings(PostgresAddress address, int connections)
    {
        // Npgsql's own builder says of every word it knows that it is there.
        var given = new DbConnectionStringBuilder { ConnectionString = address.ConnectionString };
        var settings = new NpgsqlConnectionStringBuilder(address.ConnectionString)
        {
            ApplicationName = "ochre",
            Timeout = Patience,
            CommandTimeout = Patience,
            // A server that hangs does not answer to being told to stop either.
            CancellationTimeout = -1,
            MaxAutoPrepare = 64,
            AutoPrepareMinUsages = 2,
        };
        if (!given.ContainsKey("Maximum Pool Size"))
            settings.MaxPoolSize = connections;
        return settings;
    }

    public static NpgsqlDataSource Pool(NpgsqlConnectionStringBuilder settings)
    {
        var source = new NpgsqlSlimDataSourceBuilder(settings.ConnectionString);
        source.EnableTransportSecurity();
        return source.Build();
    }

    /// <summary>For one connection at a time that nobody else uses.</summary>
    public static NpgsqlDataSource Single(PostgresAddress address)
    {
        var settings = Settings(address, 1);
        (settings.Pooling, settings.MaxAutoPrepare) = (false, 0);
        return Pool(settings);
    }
}
