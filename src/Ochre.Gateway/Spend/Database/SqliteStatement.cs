using System.Buffers;
using System.Text;

namespace Ochre.Gateway.Spend.Database;

/// <summary>A prepared statement of one connection, which may be run again and again; like the connection it belongs to one thread at a time.</summary>
internal sealed unsafe class SqliteStatement(nint statement) : IDisposable
{
    // The library copies the value before the call returns.
    private const nint Copied = -1;

    private const int IntegerType = 1;
    private const int FloatType = 2;
    private const int TextType = 3;
    private const int BytesType = 4;

    /// <summary>Runs it to its end; <paramref name="code"/> is <see cref="SqliteLibrary.Done"/> where all went well.</summary>
    public IReadOnlyList<Row> Run(IReadOnlyList<object?> values, out int code)
    {
        try
        {
            if ((code = Bind(values)) != SqliteLibrary.Ok)
                return [];
            List<Row>? rows = null;
            while ((code = SqliteLibrary.Step(statement)) == SqliteLibrary.HasRow)
                (rows ??= []).Add(ReadRow());
            return rows ?? (IReadOnlyList<Row>)[];
        }
        finally
        {
            SqliteLibrary.Reset(statement);
            SqliteLibrary.ForgetValues(statement);
        }
    }

    public void Dispose() => SqliteLibrary.Release(statement);

    // $1, $2 … are names to SQLite, numbered as they first appear: in the order of the values.
    private int Bind(IReadOnlyList<object?> values)
    {
        if (SqliteLibrary.ParameterCount(statement) != values.Count)
            throw new ArgumentException($"{values.Count} values for {SqliteLibrary.ParameterCount(statement)} parameters", nameof(values));
        for (var i = 0; i < values.Count; i++)
        {
            var code = values[i] switch
            {
                null => SqliteLibrary.Ok,
                long number => SqliteLibrary.Bind(statement, i + 1, number),
                string text => BindText(i + 1, text),
                byte[] bytes => BindBytes(i + 1, bytes, bytes.Length),
                var other => throw new ArgumentException($"a value is a {other.GetType().Name}", nameof(values)),
            };
            if (code != SqliteLibrary.Ok)
                return code;
        }

        return SqliteLibrary.Ok;
    }

    private int BindText(int index, string text)
    {
        var buffer = ArrayPool<byte>.Shared.Rent(Encoding.UTF8.GetMaxByteCount(text.Length));
        try
        {
            fixed (byte* bytes = buffer)
                return SqliteLibrary.BindText(statement, index, bytes, Encoding.UTF8.GetBytes(text, buffer), Copied);
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }

    // To SQLite the address 0 is NULL, and C# gives it for an array without elements.
    private int BindBytes(int index, byte[] value, int length)
    {
        fixed (byte* bytes = length == 0 ? [0] : value)
            return SqliteLibrary.BindBytes(statement, index, bytes, length, Copied);
    }

    private Row ReadRow()
    {
        var columns = new object?[SqliteLibrary.ColumnCount(statement)];
        for (var i = 0; i < columns.Length; i++)
        {
            columns[i] = SqliteLibrary.ColumnType(statement, i) switch
            {
                IntegerType or FloatType => SqliteLibrary.ColumnLong(statement, i),
                TextType => Encoding.UTF8.GetString(SqliteLibrary.ColumnText(statement, i), SqliteLibrary.ColumnLength(statement, i)),
                BytesType => new ReadOnlySpan<byte>(SqliteLibrary.ColumnBytes(statement, i), SqliteLibrary.ColumnLength(statement, i)).ToArray(),
                _ => null,
            };
        }

        return new(columns);
    }
}
