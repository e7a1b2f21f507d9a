using System.Net;

namespace Ochre.Bedrock;

/// <summary>Sends requests to Bedrock, each signed as it goes, and reads what is refused.</summary>
/// <param name="handler">The way to Bedrock, or to its emulator; stays the caller's.</param>
/// <param name="identity">Who calls where a request does not say.</param>
internal sealed class SignedHttp(HttpMessageHandler handler, AwsIdentity identity, TimeProvider time) : IDisposable
{
    private readonly HttpMessageInvoker _http = new(handler, disposeHandler: false);

    /// <summary>
    /// An answer with status 200, the caller's to dispose, or a refusal. Keys that AWS calls expired are renewed, and the request goes out once more
    /// with the new ones: AWS looks at the keys before it does any work.
    /// </summary>
    /// <param name="make">Makes the request anew, for each time it is sent.</param>
    /// <param name="body">What the request carries; null for none.</param>
    /// <param name="bill">Learns when Bedrock may work for it; null where there is nothing to buy.</param>
    /// <exception cref="ImageException">No credentials are to be had.</exception>
    public async Task<(HttpResponseMessage? Answer, Refused? Refusal)> SendAsync(
        Func<HttpRequestMessage> make, BedrockBody? body, AwsIdentity? caller, string region, CancellationToken cancellationToken, CallBill? bill = null)
    {
        var who = caller ?? identity;
        for (var isSecond = false; ; isSecond = true)
        {
            using var request = make();
            var keys = await who.AuthorizeAsync(request, body, region, time.GetUtcNow(), cancellationToken);
            var (answer, refusal) = await SendOnceAsync(request, bill, cancellationToken);
            if (isSecond || refusal is not { IsExpired: true } || keys is null || !await who.RenewAsync(keys, cancellationToken))
                return (answer, refusal);
        }
    }

    public void Dispose() => _http.Dispose();

    private async Task<(HttpResponseMessage? Answer, Refused? Refusal)> SendOnceAsync(
        HttpRequestMessage request, CallBill? bill, CancellationToken cancellationToken)
    {
        HttpResponseMessage response;
        try
        {
            bill?.Sent();
            response = await _http.SendAsync(request, cancellationToken);
        }
        catch (HttpRequestException fault) when (WasNeverSent(fault))
        {
            bill?.Refused();
            return (null, new(BedrockErrors.Unreachable(fault.Message), Repeatable: true));
        }
        catch (Exception fault) when (fault is HttpRequestException or IOException)
        {
            return (null, new(BedrockErrors.ConnectionLost(fault.Message), Repeatable: false));
        }

        if (response.StatusCode is HttpStatusCode.OK)
            return (response, null);
        using (response)
        {
            var refusal = await RefusedAnswer.ReadAsync(response, time, cancellationToken);
            if (!BedrockErrors.MayHaveWorked((int)response.StatusCode, refusal.Code))
                bill?.Refused();
            return (null, refusal);
        }
    }

    internal static bool WasNeverSent(HttpRequestException fault) => fault.HttpRequestError
        is HttpRequestError.ConnectionError or HttpRequestError.NameResolutionError or HttpRequestError.SecureConnectionError;
}
