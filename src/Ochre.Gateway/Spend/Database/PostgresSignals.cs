using Npgsql;

namespace Ochre.Gateway.Spend.Database;

/// <summary>Signals by PostgreSQL's LISTEN and NOTIFY, over a connection of their own that is tried out every second.</summary>
internal sealed class PostgresSignals : Signals
{
    private static readonly TimeSpan s_beat = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(2);

    private readonly IDatabase _database;
    private readonly NpgsqlDataSource _source;
    private readonly string _channel;
    private readonly CancellationTokenSource _end = new();
    private readonly Task _listening;
    private long _lastHeard;

    /// <param name="database">Sends; this one's own connection only listens.</param>
    public PostgresSignals(PostgresAddress address, IDatabase database, TimeProvider time) : base(time)
    {
        _database = database;
        _source = PostgresConnections.Single(address);
        _channel = "ochre_" + PostgresConnections.Settings(address, 1).SearchPath;
        _listening = ListenAsync();
    }

    /// <summary>The last sign of life of the connection; before it, nothing was missed since it was made.</summary>
    public override DateTimeOffset LastHeard => new(Volatile.Read(ref _lastHeard), TimeSpan.Zero);

    // This gateway does not wait for its own word to come back.
    public override async Task TellAsync(string kind, string text, CancellationToken cancellationToken)
    {
        Hear(kind, text);
        await _database.WriteAsync([Sql.Of($"SELECT 1 FROM (SELECT pg_notify({_channel}, {kind + ' ' + text})) AS sent")], cancellationToken);
    }

    public override async ValueTask DisposeAsync()
    {
        await _end.CancelAsync();
        await _listening.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        await _source.DisposeAsync();
        await base.DisposeAsync();
    }

    private async Task ListenAsync()
    {
        await Task.CompletedTask.ConfigureAwait(ConfigureAwaitOptions.ForceYielding);
        while (!_end.IsCancellationRequested)
        {
            try
            {
                await ListenOnceAsync();
            }
            catch (Exception fault) when (fault is NpgsqlException or IOException or TimeoutException or InvalidOperationException or OperationCanceledException)
            {
                // The database itself says what is wrong with it, where it is asked.
            }

            await Task.Delay(s_beat / 2, Time, _end.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    private async Task ListenOnceAsync()
    {
        await using var connection = await _source.OpenConnectionAsync(_end.Token);
        connection.Notification += (_, told) => Split(told.Payload);
        await using var listen = new NpgsqlCommand($"LISTEN \"{_channel}\"", connection);
        await listen.ExecuteNonQueryAsync(_end.Token);
        Hear("missed", "");
        await using var beat = new NpgsqlCommand("SELECT 1", connection) { CommandTimeout = (int)s_patience.TotalSeconds };
        while (true)
        {
            await beat.ExecuteScalarAsync(_end.Token);
            Volatile.Write(ref _lastHeard, Time.GetUtcNow().UtcTicks);
            await connection.WaitAsync(s_beat, _end.Token);
        }
    }

    private void Split(string payload)
    {
        var space = payload.IndexOf(' ');
        if (space > 0)
            Hear(payload[..space], payload[(space + 1)..]);
    }
}
