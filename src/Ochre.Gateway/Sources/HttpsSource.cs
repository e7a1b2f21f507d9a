using System.Net;
using System.Security.Authentication;
using Ochre.Gateway.Uploads;

namespace Ochre.Gateway.Sources;

/// <summary>
/// Pictures at <c>https://</c> addresses, from hosts that the operator has allowed. The address is judged where the connection is made, so
/// that no second answer of a name server can lead elsewhere; redirects and proxies are not followed.
/// </summary>
internal sealed class HttpsSource : IDisposable
{
    private const string Https = "https://";
    private readonly SourceSettings _settings;
    private readonly UploadLimits _limits;
    private readonly MemoryBudget _budget;
    private readonly TimeProvider _time;
    private readonly Internet _internet;
    private readonly HttpMessageInvoker _http;
    private readonly SemaphoreSlim _downloads;

    public HttpsSource(SourceSettings settings, UploadLimits limits, MemoryBudget budget, Internet internet, TimeProvider time)
    {
        (_settings, _limits, _budget, _internet, _time) = (settings, limits, budget, internet, time);
        _downloads = new(settings.MaxDownloads);
        _http = new(new SocketsHttpHandler
        {
            AllowAutoRedirect = false,
            UseProxy = false,
            UseCookies = false,
            Credentials = null,
            AutomaticDecompression = DecompressionMethods.None,
            ActivityHeadersPropagator = null,
            MaxResponseHeadersLength = 16,
            MaxResponseDrainSize = 0,
            // A connection outlives neither its request nor the answer that its name had.
            PooledConnectionLifetime = TimeSpan.Zero,
            ConnectCallback = ConnectAsync,
            SslOptions = { RemoteCertificateValidationCallback = internet.Certificates },
        });
    }

    /// <exception cref="ImageException">It may not be fetched, or could not be; names the field.</exception>
    public async Task<ReadOnlyMemory<byte>> ReadAsync(string address, string field, HeldMemory memory, CancellationToken cancellationToken)
    {
        var url = Checked(address, field);
        using var late = new CancellationTokenSource(_settings.Deadline, _time);
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(late.Token, cancellationToken);
        try
        {
            await _downloads.WaitAsync(stop.Token);
            try
            {
                return await FetchAsync(url, field, memory, stop.Token);
            }
            finally
            {
                _downloads.Release();
            }
        }
        catch (OperationCanceledException) when (late.IsCancellationRequested && !cancellationToken.IsCancellationRequested)
        {
            throw Failed(field, $"was not there within {_settings.Deadline.TotalSeconds:N0} seconds");
        }
        catch (Exception fault) when (fault is HttpRequestException or IOException)
        {
            throw Failed(field, Reason(fault), fault);
        }
    }

    public void Dispose()
    {
        _http.Dispose();
        _downloads.Dispose();
    }

    private Uri Checked(string address, string field)
    {
        if (_settings.Hosts.IsEmpty)
            throw Failed(field, "is an address, and addresses are not fetched here; send the picture itself, as a file or as a data URL. An operator allows hosts with OCHRE_INPUT_HOSTS");
        if (address.Length > 4096 || address.Any(char.IsControl) || !address.StartsWith(Https, StringComparison.OrdinalIgnoreCase) || !Uri.TryCreate(address, UriKind.Absolute, out var url))
            throw Failed(field, "is not an https address");
        // An empty user's name is one that the parser forgets.
        if (url.UserInfo.Length > 0 || url.Fragment.Length > 0 || address[Https.Length..].Split('/', '\\', '?', '#')[0].Contains('@', StringComparison.Ordinal))
            throw Failed(field, "is an address with a user's name or a fragment; leave them out");
        var host = AllowedHosts.Normal(url.IdnHost);
        if (!_settings.Hosts.Allows(host, url.Port))
            throw Failed(field, "is on a host that this gateway does not fetch from; its operator allows hosts with OCHRE_INPUT_HOSTS");
        return host == url.IdnHost || url.HostNameType is UriHostNameType.IPv6 ? url : new UriBuilder(url) { Host = host }.Uri;
    }

    private async Task<ReadOnlyMemory<byte>> FetchAsync(Uri url, string field, HeldMemory memory, CancellationToken cancellationToken)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, url) { Headers = { { "User-Agent", "Ochre" }, { "Accept", "image/png, image/jpeg, image/webp" } } };
        using var answer = await _http.SendAsync(request, cancellationToken);
        if ((int)answer.StatusCode is >= 300 and < 400)
            throw Failed(field, "is an address that leads to another, which is not followed; send the last one");
        if (answer.StatusCode != HttpStatusCode.OK)
            throw Failed(field, $"could not be fetched: its host answers {(int)answer.StatusCode}");
        if (answer.Content.Headers.ContentLength > _limits.MaxFileBytes)
            throw TooLarge();
        using var spool = new Spool(_limits.Folder, _budget);
        await using var body = await answer.Content.ReadAsStreamAsync(cancellationToken);
        var file = await spool.TakeAsync(body, _limits.MaxFileBytes, TooLarge, cancellationToken);
        var bytes = memory.Rent(file.Length);
        await spool.CopyAsync(file, bytes, cancellationToken);
        return bytes;

        ImageException TooLarge() => ImageError.ImageTooManyBytes(field, $"is larger than {_limits.MaxFileBytes:N0} bytes");
    }

    // Every address of the name has to be good: one that is not says whose name it is.
    private async ValueTask<Stream> ConnectAsync(SocketsHttpConnectionContext context, CancellationToken cancellationToken)
    {
        var (host, port) = (context.DnsEndPoint.Host, context.DnsEndPoint.Port);
        var addresses = await _internet.ResolveAsync(host.Trim('[', ']'), cancellationToken);
        if (addresses.Length == 0 || !Array.TrueForAll(addresses, address => AddressRule.Allows(address, _settings.AllowsPrivateAddresses)))
            throw new NotPublicException();
        Exception? last = null;
        foreach (var address in addresses)
        {
            try
            {
                return await _internet.ConnectAsync(new(address, port), cancellationToken);
            }
            catch (Exception fault) when (fault is IOException or System.Net.Sockets.SocketException)
            {
                last = fault;
            }
        }

        throw new IOException("no address answers", last);
    }

    private static string Reason(Exception fault) => fault switch
    {
        NotPublicException or { InnerException: NotPublicException } => "is on a host whose address is not public, which is not fetched",
        { InnerException: AuthenticationException } => "could not be fetched: its host's certificate is not good",
        HttpRequestException { HttpRequestError: HttpRequestError.NameResolutionError } => "could not be fetched: its host is not known",
        _ => "could not be fetched: its host does not answer as it should",
    };

    private static ImageException Failed(string field, string what, Exception? cause = null) =>
        new(new(400, "invalid_request_error", "invalid_value", $"'{Echo.Of(field)}' {what}.", Echo.Of(field)), cause);

    private sealed class NotPublicException() : IOException("an address of the host is not public");
}
