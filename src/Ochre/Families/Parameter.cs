using System.Text.Json;
using System.Text.Json.Nodes;
using Ochre.Pixels;

namespace Ochre.Families;

/// <summary>One field of a model's documented request: where it stands, what it is called and which values it takes.</summary>
/// <param name="Name">The model's own name for it.</param>
internal abstract record Parameter(string Name)
{
    /// <summary>The object it stands in, such as <c>imageGenerationConfig</c>; null at the top level.</summary>
    public string? Place
    {
        get;
        init => (field, Path) = (value, value is null ? Name : $"{value}.{Name}");
    }

    /// <summary>Other names that callers have for it.</summary>
    public IReadOnlyList<string> Spellings { get; init; } = [];

    /// <summary>What it says to the model, where a request without it is refused; null where it may be left out.</summary>
    public string? Required { get; init; }

    /// <summary>Place and name: <c>imageGenerationConfig.seed</c>.</summary>
    public string Path { get; private init; } = Name;

    public bool IsCalled(string name) => name == Name || Spellings.Contains(name);

    /// <summary>Checks a caller's value and puts it as the model wants it; null when it is as good as absent.</summary>
    public abstract JsonNode? Read(CallerValue value);

    /// <summary>The same with texts of this length, in Unicode code points, where it is one of texts.</summary>
    public virtual Parameter Upto(int max) => this;

    /// <summary>A text of at most <paramref name="Max"/> Unicode code points; an empty one is absent.</summary>
    public sealed record Words(string Name, int Max) : Parameter(Name)
    {
        public override JsonNode? Read(CallerValue value)
        {
            var text = value.Text();
            if (text.Length > Max && text.EnumerateRunes().Count() is var count && count > Max)
                throw value.Invalid($"has {count} characters; the model takes at most {Max}");
            return text.Length == 0 ? null : JsonValue.Create(text);
        }

        public override Parameter Upto(int max) => this with { Max = max };
    }

    /// <summary>One of a few words, in any case.</summary>
    public sealed record Choice(string Name, IReadOnlyList<string> Options) : Parameter(Name)
    {
        /// <summary>Added to the refusal of any other word.</summary>
        public string Hint { get; init; } = "";

        public override JsonNode? Read(CallerValue value)
        {
            var text = value.Text();
            return Find(text) is { } option
                ? JsonValue.Create(option)
                : throw value.Invalid($"is '{Echo.Of(text)}'; it must be {string.Join(" or ", Options)}{Hint}");
        }

        public string? Find(string text) =>
            Options.FirstOrDefault(option => option.Equals(text, StringComparison.OrdinalIgnoreCase));
    }

    public sealed record Whole(string Name, long Min, long Max) : Parameter(Name)
    {
        public override JsonNode? Read(CallerValue value) => JsonValue.Create(value.Whole(Min, Max));
    }

    public sealed record Real(string Name, double Min, double Max) : Parameter(Name)
    {
        public override JsonNode? Read(CallerValue value) => JsonValue.Create(value.Real(Min, Max));
    }

    /// <summary>A picture: base64 or a <c>data:</c> URL in JSON, a file in a form.</summary>
    public sealed record Picture(string Name) : Parameter(Name)
    {
        /// <summary>What the model wants of it.</summary>
        public PictureUse Use { get; init; } = PictureUse.AsGiven;

        public override JsonNode? Read(CallerValue value) => throw new NotSupportedException("pictures are read apart");
    }

    /// <summary>A list of 1 to <paramref name="Max"/> pictures.</summary>
    public sealed record Pictures(string Name, int Max) : Parameter(Name)
    {
        /// <summary>What the model wants of each.</summary>
        public PictureUse Use { get; init; } = PictureUse.AsGiven;

        public override JsonNode? Read(CallerValue value) => throw new NotSupportedException("pictures are read apart");
    }

    /// <summary>true or false.</summary>
    public sealed record Flag(string Name) : Parameter(Name)
    {
        public override JsonNode? Read(CallerValue value) => JsonValue.Create(value.Flag());
    }

    /// <summary>A list of 1 to 10 colours, each <c>#RRGGBB</c>.</summary>
    public sealed record Colors(string Name) : Parameter(Name)
    {
        private const int Most = 10;

        public override JsonNode? Read(CallerValue value)
        {
            if (value.Node is not JsonArray { Count: >= 1 and <= Most } given)
                throw value.Wrong($"a list of 1 to {Most} colours, each like \"#FF6B6B\"");
            var colors = new JsonArray();
            for (var i = 0; i < given.Count; i++)
            {
                var name = $"{value.Name}[{i}]";
                var color = given[i] is { } node ? new CallerValue(name, name, node) : throw value.Wrong("a list without nulls");
                colors.Add((JsonNode)(IsColor(color.Text()) ? color.Text() : throw color.Invalid("must be a colour like \"#FF6B6B\"")));
            }
            return colors;
        }

        private static bool IsColor(string text) => text.Length == 7 && text[0] == '#' && text.AsSpan(1).ContainsAnyExcept(Hex) is false;

        private static readonly System.Buffers.SearchValues<char> Hex = System.Buffers.SearchValues.Create("0123456789abcdefABCDEF");
    }

    /// <summary>An object that the model documents no further; passed on as it is, when it can be written at all.</summary>
    public sealed record Anything(string Name) : Parameter(Name)
    {
        private const int Deepest = 8;

        public override JsonNode? Read(CallerValue value)
        {
            if (value.Node is not JsonObject given)
                throw value.Wrong("a JSON object");
            try
            {
                using var writer = new Utf8JsonWriter(Stream.Null, new() { MaxDepth = Deepest });
                given.WriteTo(writer);
            }
            catch (Exception fault) when (fault is ArgumentException or InvalidOperationException or JsonException or NotSupportedException)
            {
                throw value.Wrong($"a JSON object of Unicode text, nested at most {Deepest} deep, no name twice");
            }
            return given;
        }
    }
}
