using System.Buffers;
using System.Globalization;
using System.Text;

namespace Ochre.Gateway.Wire;

/// <summary>
/// OpenAI's image events: one <c>completed</c> for each image as it is ready, its previews before it, a comment for every 15 s of silence. The status line waits for
/// the first of them, so that a refusal before it is an ordinary HTTP error.
/// </summary>
internal sealed class EventStream(HttpContext http, string kind, TimeProvider time)
{
    /// <summary>Longest silence: proxies close a connection that says nothing.</summary>
    public static readonly TimeSpan KeepAlive = TimeSpan.FromSeconds(15);

    private bool _begun;

    /// <summary>An event is half written: nothing can follow it, not even an error.</summary>
    public bool IsInEvent { get; private set; }

    /// <param name="begin">Sets the last headers; called once, before the status line goes out.</param>
    public async Task WriteAsync(
        IAsyncEnumerable<ArrivingImage> images, Func<int, ImagesBody.Facts> factsAfter, Action begin, CancellationToken cancellationToken)
    {
        await using var ready = images.GetAsyncEnumerator(cancellationToken);
        var delivered = 0;
        while (await NextAsync(ready, begin, cancellationToken))
        {
            Begin(begin);
            delivered += ready.Current.IsMask ? 0 : 1;
            await WriteCompletedAsync(ready.Current, factsAfter, delivered, cancellationToken);
        }
    }

    /// <summary>Says how many images are missing, in a comment: the ones that came are good, and an error event would make official clients throw them away.</summary>
    public async Task WriteMissingAsync(int filtered, int failed, CancellationToken cancellationToken)
    {
        foreach (var (name, count) in (ReadOnlySpan<(string, int)>)[("filtered", filtered), ("failed", failed)])
        {
            if (count > 0)
                ImagesBody.Write(http.Response.BodyWriter, string.Create(CultureInfo.InvariantCulture, $": x-ochre-{name}: {count}\n"));
        }

        ImagesBody.Write(http.Response.BodyWriter, "\n");
        await http.Response.BodyWriter.FlushAsync(cancellationToken);
    }

    /// <summary>A refusal after the status line: official clients throw it as an API error.</summary>
    public async Task WriteErrorAsync(ImageError error, CancellationToken cancellationToken)
    {
        ImagesBody.Write(http.Response.BodyWriter, "event: error\ndata: ");
        http.Response.BodyWriter.Write(WireError.Of(error));
        ImagesBody.Write(http.Response.BodyWriter, "\n\n");
        await http.Response.BodyWriter.FlushAsync(cancellationToken);
    }

    private async Task<bool> NextAsync(IAsyncEnumerator<ArrivingImage> ready, Action begin, CancellationToken cancellationToken)
    {
        var next = ready.MoveNextAsync().AsTask();
        try
        {
            await FillSilenceAsync(next, begin, cancellationToken);
        }
        catch
        {
            // An enumerator that is still moving cannot be disposed.
            await ((Task)next).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            throw;
        }

        return await next;
    }

    private async Task FillSilenceAsync(Task<bool> next, Action begin, CancellationToken cancellationToken)
    {
        while (!next.IsCompleted)
        {
            using var quiet = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
            await Task.WhenAny(next, Task.Delay(KeepAlive, time, quiet.Token));
            await quiet.CancelAsync();
            if (next.IsCompleted)
                return;
            cancellationToken.ThrowIfCancellationRequested();
            Begin(begin);
            ImagesBody.Write(http.Response.BodyWriter, ": keep-alive\n\n");
            await http.Response.BodyWriter.FlushAsync(cancellationToken);
        }
    }

    private void Begin(Action begin)
    {
        if (_begun)
            return;
        _begun = true;
        begin();
        http.Response.ContentType = "text/event-stream";
        http.Response.Headers.CacheControl = "no-cache";
        http.Response.Headers["X-Accel-Buffering"] = "no";
    }

    private async Task WriteCompletedAsync(
        ArrivingImage image, Func<int, ImagesBody.Facts> factsAfter, int delivered, CancellationToken cancellationToken)
    {
        // OpenAI's events have no field for it, and which of n images is ready first nobody knows before: a comment, for those who ask for it.
        if (image is { Seed: { } seed, IsMask: false } && http.Request.Headers["x-ochre-comments"] == "seed")
            ImagesBody.Write(http.Response.BodyWriter, string.Create(CultureInfo.InvariantCulture, $": x-ochre-seed: {seed}\n\n"));
        for (var i = 0; i < image.Previews.Count; i++)
        {
            await OpenAsync("partial_image", image.Previews[i], cancellationToken);
            await CloseAsync(image.Previews[i], factsAfter(delivered - 1), json => json.Append(CultureInfo.InvariantCulture, $"\"partial_image_index\":{i}"), cancellationToken);
        }

        await OpenAsync("completed", image, cancellationToken);
        var facts = factsAfter(delivered);
        await CloseAsync(image, facts, facts.Usage.AppendTo, cancellationToken);
    }

    private ValueTask OpenAsync(string type, ArrivingImage image, CancellationToken cancellationToken)
    {
        IsInEvent = true;
        ImagesBody.Write(http.Response.BodyWriter, $"event: {kind}.{type}\ndata: {{\"type\":\"{kind}.{type}\",\"b64_json\":\"");
        return image.CopyBase64ToAsync(http.Response.BodyWriter, cancellationToken);
    }

    private async Task CloseAsync(ArrivingImage image, ImagesBody.Facts facts, Action<StringBuilder> appendLast, CancellationToken cancellationToken)
    {
        var json = new StringBuilder(256).Append(CultureInfo.InvariantCulture, $"\",\"created_at\":{facts.Created},");
        ImagesBody.AppendPicture(json, image, facts);
        appendLast(json.Append(','));
        ImagesBody.Write(http.Response.BodyWriter, json.Append("}\n\n").ToString());
        IsInEvent = false;
        await http.Response.BodyWriter.FlushAsync(cancellationToken);
    }
}
