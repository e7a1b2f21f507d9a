using System.IO.Pipelines;
using System.Text;
using System.Text.Json;
using Ochre.Stores;

namespace Ochre.Gateway.Replay;

/// <summary>Links in an answer that is sent again may have expired: they are signed anew, to the same images.</summary>
internal sealed class LinkRenewal(IImageStore store)
{
    // Ten links that were signed with a session's token have a third of it.
    private const int Longest = 65536;

    /// <exception cref="ImageException">409: an image is gone. 503: the store does not sign.</exception>
    public async Task<KeptAnswer> RenewAsync(KeptAnswer answer, CancellationToken cancellationToken)
    {
        if (answer.Length > Longest || answer.Head is not { Status: 200, IsStream: false })
            return answer;
        using var held = new MemoryStream();
        await answer.CopyAsync(PipeWriter.Create(held, new(leaveOpen: true)), cancellationToken);
        var body = Encoding.UTF8.GetString(held.GetBuffer(), 0, (int)held.Length);
        foreach (var link in Links(body))
        {
            var renewed = await store.RenewAsync(link, cancellationToken) ?? throw ReplayErrors.Gone();
            body = body.Replace(link.AbsoluteUri, renewed.AbsoluteUri, StringComparison.Ordinal);
        }

        var bytes = Encoding.UTF8.GetBytes(body);
        return new(answer.Head, bytes.Length, (to, stop) => to.WriteAsync(bytes, stop).AsTask());
    }

    private static List<Uri> Links(string body)
    {
        using var json = JsonDocument.Parse(body);
        // A tool's answer has them one level deeper.
        var answer = json.RootElement.TryGetProperty("structuredContent", out var data) ? data : json.RootElement;
        return [.. answer.GetProperty("data").EnumerateArray().Where(image => image.TryGetProperty("url", out _)).Select(image => new Uri(image.GetProperty("url").GetString()!))];
    }
}
