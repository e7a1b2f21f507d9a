using System.Collections.Frozen;
using System.Text.Json.Nodes;
using Ochre.Gateway.Wire;

namespace Ochre.Gateway.Configuration;

/// <summary>Which provider parameters of callers never reach a model: stdapi.ai's two settings. What is dropped is told; the operator's own defaults stay.</summary>
internal sealed record ExtraRule
{
    public bool DropsAll { get; init; }

    /// <summary>Names at the top of the body.</summary>
    public IReadOnlySet<string> Denied { get; init; } = FrozenSet<string>.Empty;

    public ImageBody Apply(ImageBody body)
    {
        var dropped = body.Request.Extra.Select(extra => extra.Key).Where(name => DropsAll || Denied.Contains(name)).ToList();
        if (dropped.Count == 0)
            return body;
        var kept = new JsonObject(body.Request.Extra.Where(extra => !dropped.Contains(extra.Key)).Select(extra => KeyValuePair.Create(extra.Key, extra.Value?.DeepClone())));
        return body with { Request = body.Request with { Extra = kept }, Ignored = [.. body.Ignored, .. dropped] };
    }
}
