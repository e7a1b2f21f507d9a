using System.Globalization;
using System.Text.Json.Nodes;
using Ochre.Families;

namespace Ochre.Succession;

/// <summary>A model whose successor takes the same request: Core and Ultra v1:0, SD3, and what operators add.</summary>
internal static class NewerVersion
{
    public static Heir Of(ImageRequest request, ImageModel gone, ModelCatalog catalog)
    {
        var heir = catalog.SuccessorOf(gone, request).Model;
        List<string> adjusted = [];
        return new(heir.Id, request with
        {
            Extra = WithinRange(request.Extra, gone, heir, adjusted),
            Defaults = WithinRange(request.Defaults, gone, heir, []),
        }, new([], adjusted));
    }

    // SD3.5's largest seed is one less than SD3's.
    private static JsonObject WithinRange(JsonObject given, ImageModel gone, ImageModel heir, List<string> adjusted)
    {
        var members = CallerValue.Members(given);
        if (members.Find(member => member.Key == "seed") is not { Node: not null } seed || heir.SeedMax == 0 || seed.Whole(0, gone.SeedMax) <= heir.SeedMax)
            return given;
        adjusted.Add(string.Create(CultureInfo.InvariantCulture, $"seed={heir.SeedMax}"));
        var changed = (JsonObject)given.DeepClone();
        changed["seed"] = heir.SeedMax;
        return changed;
    }
}
