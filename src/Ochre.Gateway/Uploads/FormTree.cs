using System.Buffers;
using System.Text.Json;

namespace Ochre.Gateway.Uploads;

/// <summary>A form's text fields as the JSON object that they stand for: brackets nest, repeated names make lists.</summary>
internal sealed class FormTree
{
    private readonly Node _root = new();

    /// <exception cref="ImageException">The name stands for something else already; names it.</exception>
    public void Add(FormName name, FormValue value)
    {
        var node = _root.Member(name.Root);
        foreach (var step in name.Steps)
        {
            var index = FormName.Index(step);
            if (node.Leaves is not null || (index is null ? node.Elements is not null : node.Members is not null))
                throw Twice(name);
            node = index is null ? node.Member(step) : node.Element(index.Value);
        }

        if (node.Members is not null || node.Elements is not null || (node.Leaves is not null && !CanRepeat(name)))
            throw Twice(name);
        (node.Leaves ??= []).Add(value);
    }

    public void WriteTo(IBufferWriter<byte> json)
    {
        using var writer = new Utf8JsonWriter(json, new() { Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping, SkipValidation = true });
        if (_root.Members is null)
            writer.WriteRawValue("{}"u8, skipInputValidation: true);
        else
            _root.WriteTo(writer);
    }

    // A plain name twice is how some clients send a list; a name of OpenAI's is no list.
    private static bool CanRepeat(FormName name) => name.Steps is not [.., not ""] && !FormValue.IsDeclared(name.Root);

    private static ImageException Twice(FormName name) =>
        ImageError.Invalid(Echo.Of(name.Text), $"The form's field '{Echo.Of(name.Text)}' is there more than once, or as a value and with brackets.");

    private sealed class Node
    {
        private int _next;

        public Dictionary<string, Node>? Members { get; private set; }

        public SortedDictionary<int, Node>? Elements { get; private set; }

        public List<FormValue>? Leaves { get; set; }

        public Node Member(string name)
        {
            Members ??= new(StringComparer.Ordinal);
            if (!Members.TryGetValue(name, out var member))
                Members.Add(name, member = new());
            return member;
        }

        /// <param name="index">-1 for the next.</param>
        public Node Element(int index)
        {
            Elements ??= [];
            if (index < 0)
                index = _next;
            _next = Math.Max(_next, index + 1);
            if (!Elements.TryGetValue(index, out var element))
                Elements.Add(index, element = new());
            return element;
        }

        public void WriteTo(Utf8JsonWriter writer)
        {
            if (Members is not null)
                WriteMembers(writer);
            else if (Elements is not null)
                WriteList(writer, Elements.Values, static (writer, element) => element.WriteTo(writer));
            else if (Leaves is [var only])
                only.WriteTo(writer);
            else
                WriteList(writer, Leaves!, static (writer, leaf) => leaf.WriteTo(writer));
        }

        private void WriteMembers(Utf8JsonWriter writer)
        {
            writer.WriteStartObject();
            foreach (var (name, member) in Members!)
            {
                writer.WritePropertyName(name);
                member.WriteTo(writer);
            }

            writer.WriteEndObject();
        }

        private static void WriteList<T>(Utf8JsonWriter writer, IEnumerable<T> items, Action<Utf8JsonWriter, T> write)
        {
            writer.WriteStartArray();
            foreach (var item in items)
                write(writer, item);
            writer.WriteEndArray();
        }
    }
}
