using System.Globalization;

namespace Ochre.Bedrock;

/// <summary>A successful answer that is still arriving.</summary>
internal sealed class BedrockAnswer : IAsyncDisposable
{
    private readonly HttpResponseMessage _response;
    private readonly WatchedStream _body;
    private readonly AnswerWatch _watch;

    private BedrockAnswer(BedrockPlace place, HttpResponseMessage response, WatchedStream body, AnswerWatch watch, AnswerReader reader)
    {
        (Place, _response, _body, _watch, Reader) = (place, response, body, watch, reader);
        InputTokens = TokenCount("x-amzn-bedrock-input-token-count");
    }

    /// <summary>Who gave it.</summary>
    public BedrockPlace Place { get; }

    public AnswerReader Reader { get; }

    /// <summary>Bedrock's own count of the prompt's tokens, where it gives one.</summary>
    public int? InputTokens { get; }

    /// <summary>Bytes of the whole answer, where Bedrock tells them.</summary>
    public long? Length => _response.Content.Headers.ContentLength;

    public static async Task<BedrockAnswer> OpenAsync(
        BedrockPlace place, HttpResponseMessage response, AnswerShape shape, BedrockOptions options, AnswerWatch watch)
    {
        if (response.Content.Headers.ContentLength > options.MaxAnswerBytes)
        {
            response.Dispose();
            throw ImageError.BadAnswer("Bedrock's answer is larger than an image answer may be.");
        }

        var body = new WatchedStream(await response.Content.ReadAsStreamAsync(watch.Token), watch);
        // It has begun: whoever waits until it may be held is not kept waiting by Bedrock.
        watch.Rest();
        return new(place, response, body, watch, new(body, shape, options.MaxAnswerBytes));
    }

    public async ValueTask DisposeAsync()
    {
        Reader.Dispose();
        await _body.DisposeAsync();
        _response.Dispose();
        _watch.Dispose();
    }

    private int? TokenCount(string header) =>
        _response.Headers.TryGetValues(header, out var values)
        && int.TryParse(values.First(), NumberStyles.None, CultureInfo.InvariantCulture, out var count) ? count : null;
}
