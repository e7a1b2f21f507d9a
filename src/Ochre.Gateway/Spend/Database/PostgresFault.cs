using Npgsql;

namespace Ochre.Gateway.Spend.Database;

/// <summary>What went wrong with PostgreSQL in words for an operator. Neither password nor values stand in them.</summary>
internal static class PostgresFault
{
    public static DatabaseException Of(Exception fault, PostgresAddress address) => fault is PostgresException told
        ? new($"{Words(told.SqlState, address)} (PostgreSQL {told.SqlState}: {told.MessageText})", told)
        {
            IsConflict = told.SqlState == PostgresErrorCodes.UniqueViolation,
            IsOutage = IsOutage(told.SqlState),
        }
        : new($"The database {address} cannot be reached: {(fault.InnerException ?? fault).Message}", fault) { IsOutage = true };

    // Connection, authentication, resources, operator intervention, system error, damaged.
    private static bool IsOutage(string state) => state[..2] is "08" or "28" or "53" or "57" or "58" or "XX" || state is PostgresErrorCodes.ReadOnlySqlTransaction or PostgresErrorCodes.InvalidCatalogName;

    private static string Words(string state, PostgresAddress address) => state[..2] switch
    {
        "28" => $"The database {address} does not let this user in: check user and password of the URL, and pg_hba.conf.",
        "3D" => $"The server has no such database as {address}: create it.",
        "53" => $"The database {address} is out of space, memory or connections.",
        "57" => $"The database {address} was shut down.",
        "25" => $"The database {address} is read-only: a replica's address?",
        "42" when state == PostgresErrorCodes.InsufficientPrivilege => $"The user may not do that in the database {address}: let it create a schema, or create one and name it in the URL with ?schema=.",
        _ => $"The database {address} refused a statement.",
    };
}
