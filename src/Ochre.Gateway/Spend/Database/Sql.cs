using System.Runtime.CompilerServices;
using System.Text;

namespace Ochre.Gateway.Spend.Database;

/// <summary>
/// One statement and its values, written as an interpolated string: <c>Sql.Of($"… WHERE id = {id}")</c>. A value never becomes text of the
/// statement, so there is nothing to escape. Both engines read <c>$1</c>, <c>$2</c>.
/// </summary>
internal sealed class Sql
{
    private Sql(string text, IReadOnlyList<object?> values) => (Text, Values) = (text, values);

    public string Text { get; }

    /// <summary>Each is null, a <see cref="long"/>, a <see cref="string"/> or a <c>byte[]</c>.</summary>
    public IReadOnlyList<object?> Values { get; }

    public static Sql Of(Writer writer) => writer.Done();

    [InterpolatedStringHandler]
    public readonly ref struct Writer(int literalLength, int formattedCount)
    {
        private readonly StringBuilder _text = new(literalLength + 4 * formattedCount);
        private readonly List<object?> _values = new(formattedCount);

        public void AppendLiteral(string text) => _text.Append(text);

        public void AppendFormatted(string? value) => Add(value);

        public void AppendFormatted(long value) => Add(value);

        public void AppendFormatted(long? value) => Add(value);

        public void AppendFormatted(byte[]? value) => Add(value);

        public void AppendFormatted(bool value) => Add(value ? 1L : 0L);

        internal Sql Done() => new(_text.ToString(), _values);

        private void Add(object? value)
        {
            _values.Add(value);
            _text.Append('$').Append(_values.Count);
        }
    }
}
