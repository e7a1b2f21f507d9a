using Ochre.Gateway.Auth;
using Ochre.Gateway.Configuration;
using Ochre.Gateway.Wire;
using Ochre.Succession;

namespace Ochre.Gateway;

/// <summary>What requests go by now of all that an operator can change while they run. Swapped as a whole: a request keeps what it began with.</summary>
internal sealed class Live(LiveSettings start)
{
    private volatile LiveSettings _now = start;

    public LiveSettings Now => _now;

    public void Swap(LiveSettings next) => _now = next;
}

/// <summary>One reading of the configuration, ready for requests.</summary>
internal sealed record LiveSettings(GatewaySettings Settings, ImageService Images, KeyCheck Keys)
{
    public ModelCatalog Catalog => Images.Catalog;

    /// <summary>The same, knowing the models behind the inference profiles that a caller's <c>model</c> leads to.</summary>
    /// <exception cref="ImageException">Callers may not name such a profile here, or Bedrock knows none of them, or did not say.</exception>
    public async ValueTask<LiveSettings> KnowingAsync(string? model, CancellationToken cancellationToken)
    {
        Settings.Profiles.Check(model, Catalog);
        var images = await Images.KnowingAsync(model, cancellationToken);
        return images == Images ? this : this with { Images = images };
    }

    /// <summary>Bedrock's own headers for a request: the caller's where he may, the operator's elsewhere.</summary>
    /// <param name="own">What the operator has set for the model that is called.</param>
    /// <exception cref="ImageException">A value that Bedrock does not know, or that callers may not set.</exception>
    public IReadOnlyList<KeyValuePair<string, string>> Headers(HttpContext http, ImageBody body, IReadOnlyDictionary<string, string> own) =>
        Settings.Headers.Merge(BedrockHeaders.Read(name => http.Request.Headers[name], body.Guardrail), own);
}

/// <summary>Makes of settings what requests need.</summary>
internal sealed class LiveReader(
    Identities identities, Bedrock.BedrockClient bedrock, Pixels.PixelPipeline pixels, SuccessionRule succession, TimeProvider time, Bedrock.ProfileBook profiles,
    AdminKeyFile adminKey, VirtualKeys? keys = null)
{
    public LiveSettings Of(GatewaySettings settings)
    {
        var catalog = CatalogOf.Settings(settings, identities.Of, DateOnly.FromDateTime(time.GetUtcNow().UtcDateTime));
        return new(settings, new(catalog, bedrock, pixels, succession, time, profiles), new(new(settings, adminKey), keys));
    }
}
