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

    /// <summary>Every picture that stands in it now.</summary>
    public IEnumerable<InputPicture> AllPictures => _pictures.SelectMany(pictures => pictures ?? []);

    /// <summary>Sets a field that takes one picture or several, in the use that the schema names.</summary>
    public void SetPictures(string path, params IReadOnlyList<ImageInput> images)
    {
        var i = IndexOf(path);
        _values[i] = null;
        _pictures[i] = images.Count == 0 ? null : [.. images.Select(image => new InputPicture(image, UseOf(model.Schema[i])))];
    }

    /// <summary>Puts the pictures that a field has in another use than the schema names.</summary>
    public void Use(string path, PictureUse use)
    {
        if (IndexOf(path) is >= 0 and var i && _pictures[i] is { } pictures)
            _pictures[i] = [.. pictures.Select(picture => picture with { Use = use })];
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
        foreach (var member in members)
        {
            if (PlaceOf(member.Key, inside: null) is { } place)
                ReadPlace(member, place, lenient);
        }
        foreach (var member in members.Where(member => PlaceOf(member.Key, inside: null) is null))
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

    private void ReadPlace(CallerValue given, string place, bool lenient)
    {
        if (!IsActive(place))
        {
            if (lenient)
                return;
            throw OfAnotherTask(given, place);
        }
        foreach (var member in given.Members())
        {
            if (PlaceOf(member.Key, place) is { } inner)
                ReadPlace(member, inner, lenient);
            else
                ReadField(member, place, lenient);
        }
    }

    private void ReadField(CallerValue member, string? place, bool lenient)
    {
        var named = Enumerable.Range(0, _values.Length).Where(i => model.Schema[i].IsCalled(member.Key)).ToList();
        var fields = named.Where(i => place is null ? IsActive(model.Schema[i].Place) : model.Schema[i].Place == place).ToList();
        if (fields is [var field])
            Set(field, member);
        else if (fields.Count == 0 && (place is not null || named.Count == 0))
            throw Unknown(member);
        else if (!lenient)
            throw fields.Count == 0 ? OfAnotherTask(member, model.Schema[named[0]].Place) : Ambiguous(member, fields);
    }

    private void Set(int i, CallerValue member)
    {
        if (model.Schema[i] is Parameter.Picture or Parameter.Pictures)
            ReadPictures(i, member);
        else
            _values[i] = model.Schema[i].Read(member);
    }

    private ImageException OfAnotherTask(CallerValue member, string? place) =>
        member.Invalid($"belongs to '{place}', another task's object than '{task}' of the one asked for; set taskType to choose");

    private ImageException Ambiguous(CallerValue member, IEnumerable<int> fields) =>
        member.Invalid($"may be {string.Join(" or ", fields.Select(i => model.Schema[i].Path))}; say which");

    private void ReadPictures(int i, CallerValue member)
    {
        var max = model.Schema[i] is Parameter.Pictures several ? several.Max : 1;
        var images = member.Images(max);
        _pictures[i] = images is null ? null : [.. images.Select(image => new InputPicture(image, UseOf(model.Schema[i])))];
        _values[i] = images is null ? member.Node : null;
    }

    private ImageException Unknown(CallerValue member) => ImageError.UnknownParameter(
        Echo.Of(member.Name),
        $"'{Echo.Of(member.Name)}' is not a parameter of {model.Id}. Its own are: {string.Join(", ", model.Schema.Where(own => IsActive(own.Place)).Select(own => own.Path))}.");

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
            if (parameter is Parameter.Picture or Parameter.Pictures && (parameter.Path == name || parameter.IsCalled(name)) && IsActive(parameter.Place))
                return i;
        }
        return -1;
    }

    // The object that a name opens: where it stands, or in the task's own when the caller left that out. A task's own may stand in Config.
    private string? PlaceOf(string key, string? inside)
    {
        var places = inside is null ? (string[])[key, $"{task}.{key}"] : inside is Config && key is not Config ? [key] : [$"{inside}.{key}"];
        return places.FirstOrDefault(place => model.Schema.Any(parameter => parameter.Place == place));
    }

    private bool IsActive(string? place) => place is null or Config || place == task || IsInside(place, task);

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
