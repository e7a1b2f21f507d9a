using System.Diagnostics.CodeAnalysis;
using Microsoft.Extensions.AI;

namespace Ochre;

/// <summary>What <see cref="OchreImageGenerator.AsImageGenerator"/> makes.</summary>
[Experimental("MEAI001")]
internal sealed class ClientImageGenerator(OchreClient client) : IImageGenerator
{
    private readonly ImageGeneratorMetadata _metadata = new("aws.bedrock", client.Parts.Endpoint, client.Catalog.DefaultModel);

    public async Task<ImageGenerationResponse> GenerateAsync(
        ImageGenerationRequest request, ImageGenerationOptions? options = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(request);
        var asked = new AskedOptions(options, this);
        var count = asked.Count;
        var pictures = request.OriginalImages?.Select(Picture).ToList() ?? [];
        var images = pictures.Count == 0
            ? await client.GenerateManyAsync(request.Prompt!, count, asked.ForGenerating(), cancellationToken).ConfigureAwait(false)
            : await client.EditManyAsync(pictures, request.Prompt ?? "", count, asked.ForEditing(), cancellationToken).ConfigureAwait(false);
        return new([.. images.Select(image => Content(image))])
        {
            RawRepresentation = images,
            Usage = new()
            {
                InputTokenCount = images.InputTokens + images.InputImages,
                OutputTokenCount = images.Count,
                TotalTokenCount = images.InputTokens + images.InputImages + images.Count,
            },
        };
    }

    public object? GetService(Type serviceType, object? serviceKey = null)
    {
        ArgumentNullException.ThrowIfNull(serviceType);
        return serviceKey is not null ? null
            : serviceType == typeof(ImageGeneratorMetadata) ? _metadata
            : serviceType.IsInstanceOfType(this) ? this
            : serviceType.IsInstanceOfType(client) ? client
            : null;
    }

    public void Dispose()
    {
        // The client is not ours.
    }

    private static DataContent Content(OchreImage image) => new(image.Bytes, image.MediaType)
    {
        RawRepresentation = image,
        AdditionalProperties = new()
        {
            ["size"] = image.Size.ToString(),
            ["seed"] = image.Seed,
            ["cost_usd"] = image.CostUsd,
            ["previews"] = image.Previews.Select(preview => new DataContent(preview.Bytes, preview.MediaType)).ToArray(),
        },
    };

    private static ImageFile Picture(AIContent content, int index) => content switch
    {
        DataContent data => new(data.Data),
        UriContent { Uri: { IsAbsoluteUri: true, Scheme: "data" } uri } => new(new DataContent(uri).Data),
        UriContent => throw ImageError.Invalid($"originalImages[{index}]", $"originalImages[{index}] is an address, and nothing is fetched here; read it, and give its bytes as DataContent."),
        _ => throw ImageError.Invalid($"originalImages[{index}]", $"originalImages[{index}] is a {content?.GetType().Name ?? "null"}; give a picture's bytes as DataContent."),
    };
}
