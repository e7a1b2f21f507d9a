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

    /// <summary>Whether it answers with rows, be they none: a SELECT, or whatever says RETURNING.</summary>
    public bool HasRows => Text.AsSpan().TrimStart().StartsWith("SELECT", StringComparison.OrdinalIgnoreCase) || Text.Contains("RETURNING", StringComparison.OrdinalIgnoreCase);

    public static Sql Of(Writer writer) => writer.Done();

    /// <summary>A statement, or a part of one, without values: a constant of the program, never put together from anything.</summary>
    public static Sql Constant(string text) => new(text, []);

    [InterpolatedStringHandler]
    public readonly ref struct Writer(int literalLength, int formattedCount)
    {
        private readonly StringBuilder _text = new(literalLength + 4 * formattedCount);
        private readonly List<object?> _values = new(formattedCount);

        public void AppendLiteral(string text) => _text.Append(text);

        public void AppendFormatted(string? value) => Add(value is null ? null : Storable(value));

        public void AppendFormatted(long value) => Add(value);

        public void AppendFormatted(long? value) => Add(value);

        public void AppendFormatted(byte[]? value) => Add(value);

        /// <summary>A part of a statement and its values: a filter that several statements share.</summary>
        public void AppendFormatted(Sql part)
        {
            var from = 0;
            for (var i = 0; i < part.Values.Count; i++)
            {
                var mark = $"${i + 1}";
                var at = part.Text.IndexOf(mark, from, StringComparison.Ordinal);
                _text.Append(part.Text, from, at - from);
                Add(part.Values[i]);
                from = at + mark.Length;
            }

            _text.Append(part.Text, from, part.Text.Length - from);
        }

        public void AppendFormatted(bool value) => Add(value ? 1L : 0L);

        internal Sql Done() => new(_text.ToString(), _values);

        // PostgreSQL holds no NUL, and half of a surrogate pair has no UTF-8: a client may send both.
        private static string Storable(string value)
        {
            if (value.AsSpan().IndexOf('\0') >= 0)
                value = value.Replace('\0', '\ufffd');
            return value.AsSpan().ContainsAnyInRange('\ud800', '\udfff') ? Encoding.UTF8.GetString(Encoding.UTF8.GetBytes(value)) : value;
        }

        private void Add(object? value)
        {
            _values.Add(value);
            _text.Append('$').Append(_values.Count);
        }
    }
}
