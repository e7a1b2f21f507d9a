namespace Ochre.Gateway.Spend.Database;

/// <summary>One row of an answer, its columns counted from 0 in the order of the SELECT.</summary>
internal readonly record struct Row(IReadOnlyList<object?> Columns)
{
    public long Long(int column) => (long)Columns[column]!;

    public long? LongOrNull(int column) => (long?)Columns[column];

    public int Int(int column) => checked((int)Long(column));

    public bool Flag(int column) => Long(column) != 0;

    public string Text(int column) => (string)Columns[column]!;

    public string? TextOrNull(int column) => (string?)Columns[column];

    public byte[] Bytes(int column) => (byte[])Columns[column]!;
}
