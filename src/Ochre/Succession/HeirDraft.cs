using System.Globalization;
using System.Text.Json.Nodes;
using Ochre.Families;

namespace Ochre.Succession;

/// <summary>
/// A wish on its way from a model that is gone to one that lives. Whatever the caller named and nobody took over is told as ignored: a
/// map can forget a parameter, but not in silence.
/// </summary>
/// <param name="will">The request as the model that is gone reads it.</param>
/// <param name="heir">The model that lives.</param>
internal sealed class HeirDraft(GoneRequest gone, Body will, PlanDraft notes, ImageModel heir)
{
    // One above the largest seed of Titan and Canvas, so that no other seed of theirs becomes the same.
    private const long FixedSeed = 2_147_483_647;

    private readonly HashSet<string> _taken = [];
    private readonly JsonObject _extra = [];
    private readonly JsonObject _defaults = [];
    private PixelSize? _size = gone.Original.Size;
    private int _count = gone.Original.Count;

    /// <summary>OpenAI's word for the quality that the choice of the model met; null where it met none.</summary>
    public string? Quality { get; set; }

    /// <summary>A field of the one that is gone, which is hereby taken over.</summary>
    public JsonNode? Take(string path)
    {
        _taken.Add(path);
        return will[path];
    }

    public string? Text(string path) => Take(path)?.GetValue<string>();

    /// <summary>A picture, or the first of several; the rest is told.</summary>
    /// <exception cref="ImageException">What stands there is no picture.</exception>
    public ImageInput? Picture(string path)
    {
        _taken.Add(path);
        if (will[path] is not null)
            throw ImageError.NotAnImage(gone.Spelling(path) ?? path);
        var pictures = will.Pictures(path);
        foreach (var further in pictures.Skip(1))
            notes.Ignore(Echo.Of(further.Image.Field));
        return pictures is [var picture, ..] ? picture.Image : null;
    }

    /// <summary>Hands a field on under the successor's name, where it has one.</summary>
    public void Carry(string path, string parameter)
    {
        if (will[path] is { } value && heir.Parameters.Contains(parameter))
            Set(parameter, Take(path) ?? value);
    }

    public void Set(string parameter, JsonNode value) => _extra[parameter] = value.DeepClone();

    public void Adjust(string parameter, string value) => notes.Adjust(parameter, value);

    /// <summary>A number that grows where another falls: strength and similarity. To four places, which hides binary fractions.</summary>
    public void SetRest(string parameter, double value) => _extra[parameter] = Math.Round(1 - value, 4);

    /// <summary>How many images the caller wants, by the field of the one that is gone; it wins over his <c>n</c>.</summary>
    public void Count(string path) => _count = (int?)Take(path)?.GetValue<long>() ?? _count;

    /// <param name="zeroIsFixed">Whether 0 is a seed like any other, as Amazon's is; to those that live it is chance.</param>
    public void Seed(string path, bool zeroIsFixed)
    {
        if (will.Number(path) is not { } seed || !heir.Parameters.Contains("seed"))
            return;
        _ = Take(path);
        var own = seed == 0 && zeroIsFixed ? FixedSeed : Math.Min(seed, heir.SeedMax);
        _extra["seed"] = own;
        if (own != seed)
            notes.Adjust("seed", own.ToString(CultureInfo.InvariantCulture));
    }

    /// <summary>Sides in pixels. The caller's own win over his size, the operator's stand under it.</summary>
    public void Size(string width, string height)
    {
        if (will.Number(width) is null && will.Number(height) is null)
            return;
        var isCallers = (gone.Spelling(width) ?? gone.Spelling(height)) is not null;
        var basis = gone.Original.Size ?? gone.Model.Sizes.Default;
        var size = new PixelSize((int)(will.Number(width) ?? basis.Width), (int)(will.Number(height) ?? basis.Height));
        _taken.UnionWith([width, height]);
        if (isCallers)
            _size = size;
        else if (heir.Sizes is SizeRule.Ratios ratios)
            _defaults["aspect_ratio"] = ratios.NearestRatio(size).Name;
    }

    public Heir Words(string prompt) => Finish(new GenerateImages { Prompt = prompt });

    public Heir Edit(string prompt, ImageInput image, ImageInput? mask = null) =>
        Finish(new EditImages { Prompt = prompt, Images = [image], Mask = mask });

    private Heir Finish(ImageRequest kind)
    {
        if (gone.Original.Quality is not null && Quality is null)
            notes.Ignore("quality");
        foreach (var parameter in gone.Model.Schema.Where(parameter => will.IsSet(parameter.Path) && !_taken.Contains(parameter.Path)))
        {
            if (gone.Spelling(parameter.Path) is { } spelling)
                notes.Ignore(Echo.Of(spelling));
        }
        var asked = gone.Original;
        var request = kind with
        {
            Count = _count,
            Size = _size,
            FitExactly = asked.FitExactly,
            Format = asked.Format,
            Compression = asked.Compression,
            Background = asked.Background,
            Extra = With(_extra, gone.Beyond),
            Defaults = With(_defaults, gone.BeyondDefaults),
        };
        return new(heir.Id, request, notes.Notes) { Quality = Quality };
    }

    private static JsonObject With(JsonObject under, JsonObject over)
    {
        foreach (var (name, value) in over)
            under[name] = value?.DeepClone();
        return under;
    }
}
