using System.Buffers;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Ochre.Families;

/// <summary>A request to a model in the making: the fields of its documented schema and no others, written in the schema's order.</summary>
/// <param name="task">The object of the task at hand, such as <c>textToImageParams</c>, where the schema has one for each task.</param>
internal sealed class Body(ImageModel model, string? task = null)
{
    // The relaxed encoder leaves the + and / of base64 alone; nothing here is ever put into HTML.
    private static readonly JsonWriterOptions Written = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    private readonly JsonNode?[] _values = new JsonNode?[model.Schema.Count];

    /// <summary>The object that every task shares; LiteLLM's users put a task's own object into it, and it is lifted out.</summary>
    public const string Config = "imageGenerationConfig";

    /// <summary>A field by its path, such as <c>imageGenerationConfig.seed</c>; one the schema does not have cannot be set.</summary>
    public JsonNode? this[string path]
    {
        get => IndexOf(path) is var i && i < 0 ? null : _values[i];
        set => _values[IndexOf(path)] = value;
    }

    public bool Has(string path) => IndexOf(path) >= 0;

    public long? Number(string path) => this[path]?.GetValue<long>();

    public string? Text(string path) => this[path]?.GetValue<string>();

    /// <summary>Takes provider parameters in. Of a parameter named twice, flat beats nested, and of two flat ones the later wins.</summary>
    /// <param name="lenient">Operators' defaults are for every task: what belongs to another task is passed over.</param>
    public void Read(JsonObject given, bool lenient = false)
    {
        var members = CallerValue.Members(given);
        foreach (var member in members.Where(member => IsPlace(member.Key)))
            ReadPlace(member, lenient);
        foreach (var member in members.Where(member => !IsPlace(member.Key)))
            ReadField(member, place: null, lenient);
    }

    /// <summary>The JSON, UTF-8.</summary>
    public ReadOnlyMemory<byte> Write()
    {
        var buffer = new ArrayBufferWriter<byte>(512);
        using (var writer = new Utf8JsonWriter(buffer, Written))
            WriteTo(writer);
        return buffer.WrittenMemory;
    }

    private void ReadPlace(CallerValue place, bool lenient)
    {
        var isOther = place.Key != Config && place.Key != task;
        if (isOther && lenient)
            return;
        if (isOther)
            throw place.Invalid($"belongs to another task than the one asked for, whose object is '{task}'; set taskType to choose");
        foreach (var member in place.Members())
        {
            if (place.Key == Config && member.Key != Config && IsPlace(member.Key))
                ReadPlace(member, lenient);
            else
                ReadField(member, place.Key, lenient);
        }
    }

    private void ReadField(CallerValue member, string? place, bool lenient)
    {
        for (var i = 0; i < _values.Length; i++)
        {
            var parameter = model.Schema[i];
            if (parameter.IsCalled(member.Key) && (place is null ? IsActive(parameter) : parameter.Place == place))
            {
                _values[i] = parameter.Read(member);
                return;
            }
        }
        var isOther = place is null && model.Schema.Any(parameter => parameter.IsCalled(member.Key));
        if (!isOther)
            throw Unknown(member);
        if (!lenient)
            throw member.Invalid($"belongs to another task than the one asked for, whose object is '{task}'; set taskType to choose");
    }

    private ImageException Unknown(CallerValue member) => ImageError.UnknownParameter(
        Echo.Of(member.Name),
        $"'{Echo.Of(member.Name)}' is not a parameter of {model.Id}. Its own are: {string.Join(", ", model.Parameters)}.");

    private void WriteTo(Utf8JsonWriter writer)
    {
        string? open = null;
        writer.WriteStartObject();
        for (var i = 0; i < _values.Length; i++)
        {
            if (_values[i] is not { } value)
                continue;
            var place = model.Schema[i].Place;
            if (open is not null && open != place)
                writer.WriteEndObject();
            if (place is not null && open != place)
                writer.WriteStartObject(place);
            open = place;
            writer.WritePropertyName(model.Schema[i].Name);
            value.WriteTo(writer);
        }
        if (open is not null)
            writer.WriteEndObject();
        writer.WriteEndObject();
    }

    private bool IsPlace(string key) => model.Schema.Any(parameter => parameter.Place == key);

    private bool IsActive(Parameter parameter) => parameter.Place is null or Config || parameter.Place == task;

    private int IndexOf(string path)
    {
        for (var i = 0; i < _values.Length; i++)
        {
            if (model.Schema[i].Path == path)
                return i;
        }
        return -1;
    }
}
