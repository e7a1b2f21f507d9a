using System.Globalization;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using ModelContextProtocol;
using ModelContextProtocol.Protocol;
using Ochre.Pixels;

namespace Ochre.Gateway.Mcp;

/// <summary>A tool's answer while it is put together: each image to look at, and the link to its file.</summary>
/// <param name="room">Bytes that the block of one image may have; 0 shows none.</param>
internal sealed class ToolContent(int room)
{
    private readonly List<ContentBlock> _blocks = [];
    private readonly List<WireToolImage> _images = [];

    /// <summary>An image to look at, or the largest of its renditions that there is room for; null where there is none.</summary>
    /// <param name="file">The whole file.</param>
    public async Task<ImageContentBlock?> BlockOfAsync(ArrivingImage image, ReadOnlyMemory<byte> file, CancellationToken cancellationToken)
    {
        if (room > 0 && file.Length <= room)
            return ImageContentBlock.FromBytes(file.ToArray(), image.Format.MediaType());
        // The smallest stands first.
        foreach (var preview in room > 0 ? image.Previews.Reverse() : [])
        {
            using var taken = await WholeFile.TakeAsync(preview, file.Length, cancellationToken);
            if (taken.Length <= room)
                return ImageContentBlock.FromBytes(taken.Memory.ToArray(), preview.Format.MediaType());
        }

        return null;
    }

    /// <param name="length">Bytes of the whole file.</param>
    /// <param name="shown">Its block; null where it is not shown.</param>
    /// <param name="link">Where it is kept; null where it is not.</param>
    public void Add(ArrivingImage image, long length, ImageContentBlock? shown, Uri? link)
    {
        if (shown is not null)
            _blocks.Add(shown);
        if (link is not null)
            _blocks.Add(new ResourceLinkBlock
            {
                Uri = link.AbsoluteUri,
                Name = $"image-{_images.Count + 1}.{image.Format.Word()}",
                Title = image.IsMask ? "The mask that the model used" : $"Image {_images.Count + 1}, the whole file",
                MimeType = image.Format.MediaType(),
                Size = length,
            });
        _images.Add(new(link?.AbsoluteUri, image.Format.MediaType(), image.Size?.ToString(), image.Seed,
            shown is null ? "not" : length <= room ? "full" : "smaller"));
    }

    /// <summary>Writes the whole of it. What there is to say stands in words too: not every client shows links and data to its model.</summary>
    /// <param name="created">Unix seconds.</param>
    public Task WriteAsync(HttpResponse response, long created, CancellationToken cancellationToken)
    {
        var answer = new WireToolAnswer(created, _images)
        {
            Model = Header("x-ochre-model"),
            CostUsd = Header("x-ochre-cost-usd"),
            Ignored = Header("x-ochre-ignored"),
            Adjusted = Header("x-ochre-adjusted"),
            Substituted = Header("x-ochre-substituted"),
            Filtered = Header("x-ochre-filtered"),
            Failed = Header("x-ochre-failed"),
        };
        var result = new CallToolResult
        {
            Content = [.. _blocks, new TextContentBlock { Text = Words(answer) }],
            StructuredContent = JsonSerializer.SerializeToElement(answer, McpJson.Plain.WireToolAnswer),
        };
        return JsonSerializer.SerializeAsync(
            response.Body, result, (JsonTypeInfo<CallToolResult>)McpJsonUtilities.DefaultOptions.GetTypeInfo(typeof(CallToolResult)), cancellationToken);

        string? Header(string name) => response.Headers[name].ToString() is { Length: > 0 } text ? text : null;
    }

    private static string Words(WireToolAnswer answer)
    {
        List<string> words = [string.Create(CultureInfo.InvariantCulture, $"{answer.Data.Count} image{(answer.Data.Count == 1 ? "" : "s")} by {answer.Model}{(answer.CostUsd is null ? "" : $", {answer.CostUsd} US dollars")}.")];
        for (var i = 0; i < answer.Data.Count; i++)
        {
            var (url, shown) = (answer.Data[i].Url, answer.Data[i].Shown);
            words.Add($"Image {i + 1}: {answer.Data[i].Size} {answer.Data[i].MimeType}{(shown == "smaller" ? ", shown smaller than it is" : shown == "not" ? ", not shown" : "")}"
                + (url is null ? "." : $". Its file, for a limited time: {url}"));
        }

        foreach (var (what, names) in ((string, string?)[])[("Ignored", answer.Ignored), ("Adjusted", answer.Adjusted), ("Substituted", answer.Substituted),
            ("Held back by the model's content filter", answer.Filtered), ("Failed", answer.Failed)])
        {
            if (names is not null)
                words.Add($"{what}: {names}.");
        }

        return string.Join('\n', words);
    }
}
