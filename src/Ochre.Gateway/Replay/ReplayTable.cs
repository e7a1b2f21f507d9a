using System.Collections.Concurrent;
using Ochre.Gateway.Spend.Database;

namespace Ochre.Gateway.Replay;

/// <summary>
/// What all gateways know of requests that may come again. A row that is <c>running</c> is its gateway's as long as it renews it: then nobody
/// knows any more what became of its call.
/// </summary>
internal sealed class ReplayTable(IDatabase? database, TimeProvider time)
{
    /// <summary>How long a gateway may be silent about a call that runs.</summary>
    public static readonly TimeSpan Silence = TimeSpan.FromSeconds(15);

    private readonly ConcurrentDictionary<Call, byte> _leases = [];

    /// <summary>This run of this gateway; another run has another name.</summary>
    public string Node { get; } = RequestIds.New("node_", time.GetUtcNow());

    /// <summary>False where the gateway runs without a database: then nothing else here may be asked.</summary>
    public bool Exists => database is not null;

    /// <summary>One row.</summary>
    /// <param name="Place">Of the kept answer; null where there is none.</param>
    public sealed record Entry(byte[] Hash, string RequestId, string Node, string State, string? Place, DateTimeOffset Expires);

    /// <summary>The states, as the database spells them.</summary>
    public static class State
    {
        public const string Running = "running";

        /// <summary>The answer is kept, for everybody who shows the key.</summary>
        public const string Done = "done";

        /// <summary>The answer is kept for one retry.</summary>
        public const string Orphan = "orphan";

        /// <summary>It may have been bought, and there is no answer.</summary>
        public const string Lost = "lost";
    }

    /// <summary>Whether this call is the first of its name; else somebody has the name already.</summary>
    public async Task<bool> TryBeginAsync(Call call)
    {
        var (now, lease) = (Now, Now + (long)Silence.TotalMilliseconds);
        var forgotten = now - (long)ReplaySettings.KeyLife.TotalMilliseconds;
        var rows = await database!.WriteAsync([Sql.Of($"""
            INSERT INTO replay (key_id, name, body_hash, request_id, node, state, place, created, expires)
            VALUES ({call.Caller}, {call.Name}, {call.Hash}, {call.Tape.RequestId}, {Node}, {State.Running}, NULL, {now}, {lease})
            ON CONFLICT (key_id, name) DO UPDATE SET body_hash = excluded.body_hash, request_id = excluded.request_id, node = excluded.node,
                state = excluded.state, place = NULL, created = excluded.created, expires = excluded.expires
            WHERE replay.created <= {forgotten} OR (replay.name LIKE 'body %' AND replay.expires <= {now})
            RETURNING request_id
            """)], CancellationToken.None);
        if (rows[0].Count == 0)
            return false;
        _leases.TryAdd(call, 0);
        return true;
    }

    public async Task<Entry?> FindAsync(string caller, string name, CancellationToken cancellationToken)
    {
        var rows = await database!.ReadAsync(
            Sql.Of($"SELECT body_hash, request_id, node, state, place, expires FROM replay WHERE key_id = {caller} AND name = {name}"), cancellationToken);
        return rows is [var row]
            ? new(row.Bytes(0), row.Text(1), row.Text(2), row.Text(3), row.TextOrNull(4), DateTimeOffset.FromUnixTimeMilliseconds(row.Long(5)))
            : null;
    }

    /// <summary>What became of a call.</summary>
    /// <param name="life">How long its answer is kept.</param>
    public Task EndAsync(Call call, string state, TimeSpan life)
    {
        _leases.TryRemove(call, out _);
        var expires = Now + (long)life.TotalMilliseconds;
        return database!.WriteAsync([Sql.Of($"""
            UPDATE replay SET state = {state}, place = {call.Tape.Place}, expires = {expires}
            WHERE key_id = {call.Caller} AND name = {call.Name} AND request_id = {call.Tape.RequestId}
            """)], CancellationToken.None);
    }

    /// <summary>Nothing was bought, or nobody needs the row any more. False where somebody else has taken it.</summary>
    public Task<bool> ForgetAsync(Call call)
    {
        _leases.TryRemove(call, out _);
        return TakeAsync(call.Caller, call.Name, call.Tape.RequestId);
    }

    /// <summary>Takes a row out of the table; false where somebody else was first.</summary>
    public async Task<bool> TakeAsync(string caller, string name, string requestId)
    {
        var rows = await database!.WriteAsync(
            [Sql.Of($"DELETE FROM replay WHERE key_id = {caller} AND name = {name} AND request_id = {requestId} RETURNING request_id")], CancellationToken.None);
        return rows[0].Count > 0;
    }

    /// <summary>This gateway's calls still run.</summary>
    public Task RenewAsync()
    {
        var lease = Now + (long)Silence.TotalMilliseconds;
        List<Sql> renewals = [.. _leases.Keys.Select(call => Sql.Of($"""
            UPDATE replay SET expires = {lease}
            WHERE key_id = {call.Caller} AND name = {call.Name} AND request_id = {call.Tape.RequestId} AND state = {State.Running}
            """))];
        return renewals.Count == 0 ? Task.CompletedTask : database!.WriteAsync(renewals, CancellationToken.None);
    }

    /// <summary>Callers and names of the answers that wait for a retry: of earlier runs, and of other gateways.</summary>
    public async Task<IReadOnlyList<(string Caller, string Name)>> OrphansAsync(CancellationToken cancellationToken)
    {
        var rows = await database!.ReadAsync(Sql.Of($"SELECT key_id, name FROM replay WHERE state = {State.Orphan} AND expires > {Now} LIMIT 10000"), cancellationToken);
        return [.. rows.Select(row => (row.Text(0), row.Text(1)))];
    }

    public Task SweepAsync()
    {
        var now = Now;
        var forgotten = now - (long)ReplaySettings.KeyLife.TotalMilliseconds;
        return database!.WriteAsync(
            [Sql.Of($"DELETE FROM replay WHERE expires <= {now} AND (created <= {forgotten} OR name LIKE 'body %')")], CancellationToken.None);
    }

    private long Now => time.GetUtcNow().ToUnixTimeMilliseconds();
}
