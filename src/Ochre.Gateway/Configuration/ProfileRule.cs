using Ochre.Bedrock;

namespace Ochre.Gateway.Configuration;

/// <summary>Which ARNs of inference profiles callers may send as <c>model</c>. The operator's own names lead to any.</summary>
/// <param name="Application"><c>AWS_BEDROCK_ALLOW_APPLICATION_INFERENCE_PROFILE_ARN</c>.</param>
/// <param name="CrossRegion"><c>AWS_BEDROCK_ALLOW_CROSS_REGION_INFERENCE_PROFILE_ARN</c>.</param>
internal sealed record ProfileRule(bool Application = true, bool CrossRegion = true)
{
    public static ProfileRule Read(SettingText text) => new(
        text.Choice("AWS_BEDROCK_ALLOW_APPLICATION_INFERENCE_PROFILE_ARN") is not false,
        text.Choice("AWS_BEDROCK_ALLOW_CROSS_REGION_INFERENCE_PROFILE_ARN") is not false);

    /// <exception cref="ImageException">It is one that callers may not send.</exception>
    public void Check(string? model, ModelCatalog catalog)
    {
        if (this is { Application: true, CrossRegion: true } || model is null || catalog.Aliases.Any(alias => alias.Name == model))
            return;
        if (ModelName.Parse(model).Called is { } called && ProfileArn.Of(called) is { } arn && !(arn.Kind == ProfileArn.Application ? Application : CrossRegion))
            throw ImageError.UnknownModel($"This gateway takes no ARN of an {arn.Kind} from its callers. GET /v1/models lists the names that it takes.");
    }
}
