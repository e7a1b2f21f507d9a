using Npgsql;

namespace Ochre.Gateway.Spend.Database;

/// <summary>Statements and rows in Npgsql's words.</summary>
internal static class PostgresRows
{
    public static NpgsqlBatchCommand Command(Sql statement)
    {
        var command = new NpgsqlBatchCommand(statement.Text);
        foreach (var value in statement.Values)
        {
            command.Parameters.Add(value switch
            {
                // The server knows the type by the place.
                null => new NpgsqlParameter { Value = DBNull.Value },
                long number => new NpgsqlParameter<long> { TypedValue = number },
                string text => new NpgsqlParameter<string> { TypedValue = text },
                byte[] bytes => new NpgsqlParameter<byte[]> { TypedValue = bytes },
                var other => throw new ArgumentException($"a value is a {other.GetType().Name}", nameof(statement)),
            });
        }

        return command;
    }

    // The reader passes over statements that have no rows to give.
    public static async Task<IReadOnlyList<IReadOnlyList<Row>>> ReadAsync(NpgsqlDataReader reader, IReadOnlyList<Sql> statements)
    {
        var all = new List<IReadOnlyList<Row>>(statements.Count);
        // ChangeTablesAsync puts its own before them.
        foreach (var statement in statements)
        {
            if (!statement.HasRows)
            {
                all.Add([]);
                continue;
            }

            var rows = new List<Row>();
            while (await reader.ReadAsync())
                rows.Add(Of(reader));
            all.Add(rows);
            await reader.NextResultAsync();
        }

        // A fault of a later statement is told only when it is come to.
        while (await reader.NextResultAsync())
            continue;
        return all;
    }

    private static Row Of(NpgsqlDataReader reader)
    {
        var columns = new object?[reader.FieldCount];
        for (var i = 0; i < columns.Length; i++)
            columns[i] = reader.IsDBNull(i) ? null : Value(reader.GetValue(i));
        return new(columns);
    }

    // A sum of bigint is a numeric there.
    private static object Value(object value) => value switch
    {
        int number => (long)number,
        short number => (long)number,
        decimal number => (long)number,
        double number => (long)number,
        bool flag => flag ? 1L : 0L,
        _ => value,
    };
}
