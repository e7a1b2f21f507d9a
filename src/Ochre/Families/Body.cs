using System.Buffers;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using Ochre.Bedrock;
using Ochre.Pixels;

namespace Ochre.Families;

/// <summary>A request to a model in the making: the fields of its documented schema and no others, written in the schema's order.</summary>
/// <param name="task">The object of the task at hand, such as <c>textToImageParams</c>, where the schema has one for each task.</param>
internal sealed class Body(ImageModel model, string? task = null)
{
    // The relaxed encoder leaves the + and / of base64 alone; nothing here is ever put into HTML.
    private static readonly JsonWriterOptions Written = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    private readonly JsonNode?[] _values = new JsonNode?[model.Schema.Count];
    private readonly IReadOnlyList<InputPicture>?[] _pictures = new IReadOnlyList<InputPicture>?[model.Schema.Count];

    /// <summary>The object that every task shares; LiteLLM's users put a task's own object into it, and it is lifted out.</summary>
    public const string Config = "imageGenerationConfig";

    /// <summary>A field by its path, such as <c>imageGenerationConfig.seed</c>; one the schema does not have cannot be set.</summary>
    public JsonNode? this[string path]
    {
        get => IndexOf(path) is var i && i < 0 ? null : _values[i];
        set => _values[IndexOf(path)] = value;
    }

    /// <summary>Whether the schema has this field.</summary>
    public bool Has(string path) => IndexOf(path) >= 0;

    /// <summary>The pictures of a field that takes one or several; none when nobody set it.</summary>
    public IReadOnlyList<InputPicture> Pictures(string path) => IndexOf(path) is var i && i < 0 ? [] : _pictures[i] ?? [];

    /// <summary>Sets a field that takes one picture or several, in the use that the schema names.</summary>
    public void SetPictures(string path, params IReadOnlyList<ImageInput> images)
    {
        var i = IndexOf(path);
        _values[i] = null;
        _pictures[i] = images.Count == 0 ? null : [.. images.Select(image => new InputPicture(image, UseOf(model.Schema[i])))];
    }

    /// <summary>Whether the field has a value or a picture.</summary>
    public bool IsSet(string path) => this[path] is not null || Pictures(path).Count > 0;

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

    /// <summary>Takes in files that were given under the model's own names for them, with or without their place.</summary>
    /// <exception cref="ImageException">The model has no picture of that name.</exception>
    public void Read(IReadOnlyDictionary<string, ImageInput> files)
    {
        foreach (var (name, image) in files)
        {
            var i = PictureNamed(name);
            if (i < 0)
                throw NotAPicture(name);
            _values[i] = null;
            _pictures[i] = [new(image, UseOf(model.Schema[i]))];
        }
    }

    /// <summary>The JSON as it stands now; what is set later does not change it.</summary>
    public BedrockBody Write()
    {
        var buffer = new ArrayBufferWriter<byte>(512);
        List<(int At, InputPicture Picture)> cuts = [];
        using (var writer = new Utf8JsonWriter(buffer, Written))
            WriteTo(writer, picture => cuts.Add((Inside(writer, buffer), picture)));
        List<BedrockBody.Part> parts = [];
        var start = 0;
        foreach (var (at, picture) in cuts)
        {
            parts.Add(new(buffer.WrittenMemory[start..at], null));
            parts.Add(new(default, picture));
            start = at;
        }
        parts.Add(new(buffer.WrittenMemory[start..], null));
        return new(parts);
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
                if (parameter is Parameter.Picture or Parameter.Pictures)
                    ReadPictures(i, member);
                else
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

    private void ReadPictures(int i, CallerValue member)
    {
        var max = model.Schema[i] is Parameter.Pictures several ? several.Max : 1;
        var images = member.Images(max);
        _pictures[i] = images is null ? null : [.. images.Select(image => new InputPicture(image, UseOf(model.Schema[i])))];
        _values[i] = images is null ? member.Node : null;
    }

    private ImageException Unknown(CallerValue member) => ImageError.UnknownParameter(
        Echo.Of(member.Name),
        $"'{Echo.Of(member.Name)}' is not a parameter of {model.Id}. Its own are: {string.Join(", ", model.Parameters)}.");

    private ImageException NotAPicture(string name)
    {
        var own = model.Schema.Where(parameter => parameter is Parameter.Picture or Parameter.Pictures).Select(parameter => parameter.Path).ToList();
        return ImageError.UnknownParameter(Echo.Of(name), $"'{Echo.Of(name)}' came as a file, and {model.Id} has no picture of that name"
            + (own.Count == 0 ? "." : $"; its own are: {string.Join(", ", own)}."));
    }

    // Behind an empty string's first quotation mark.
    private static int Inside(Utf8JsonWriter writer, ArrayBufferWriter<byte> buffer)
    {
        writer.WriteStringValue("");
        writer.Flush();
        return buffer.WrittenCount - 1;
    }

    private void WriteTo(Utf8JsonWriter writer, Action<InputPicture> write)
    {
        string[] open = [];
        writer.WriteStartObject();
        for (var i = 0; i < _values.Length; i++)
        {
            if (_values[i] is null && _pictures[i] is null)
                continue;
            var place = model.Schema[i].Place?.Split('.') ?? [];
            Move(writer, open, place);
            open = place;
            writer.WritePropertyName(model.Schema[i].Name);
            if (_pictures[i] is { } pictures)
                WritePictures(writer, pictures, model.Schema[i] is Parameter.Pictures, write);
            else
                _values[i]!.WriteTo(writer);
        }
        Move(writer, open, []);
        writer.WriteEndObject();
    }

    // Closes the objects that are left and opens those that are entered.
    private static void Move(Utf8JsonWriter writer, string[] from, string[] to)
    {
        var common = 0;
        while (common < from.Length && common < to.Length && from[common] == to[common])
            common++;
        for (var i = from.Length; i > common; i--)
            writer.WriteEndObject();
        foreach (var name in to[common..])
            writer.WriteStartObject(name);
    }

    private static void WritePictures(Utf8JsonWriter writer, IReadOnlyList<InputPicture> pictures, bool asList, Action<InputPicture> write)
    {
        if (asList)
            writer.WriteStartArray();
        foreach (var picture in pictures)
            write(picture);
        if (asList)
            writer.WriteEndArray();
    }

    private static PictureUse UseOf(Parameter parameter) => parameter switch
    {
        Parameter.Picture one => one.Use,
        Parameter.Pictures several => several.Use,
        _ => throw new ArgumentException($"{parameter.Path} takes no picture", nameof(parameter)),
    };

    private int PictureNamed(string name)
    {
        for (var i = 0; i < _values.Length; i++)
        {
            var parameter = model.Schema[i];
            if (parameter is Parameter.Picture or Parameter.Pictures && (parameter.Path == name || parameter.IsCalled(name)) && IsActive(parameter))
                return i;
        }
        return -1;
    }

    private bool IsPlace(string key) => model.Schema.Any(parameter => parameter.Place == key);

    private bool IsActive(Parameter parameter) => parameter.Place is null or Config || parameter.Place == task || IsInside(parameter.Place, task);

    private static bool IsInside(string place, string? task) =>
        task is not null && place.Length > task.Length && place[task.Length] == '.' && place.StartsWith(task, StringComparison.Ordinal);

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
