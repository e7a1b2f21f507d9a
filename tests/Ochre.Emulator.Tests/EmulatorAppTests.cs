using System.Net;
using System.Net.Sockets;
using System.Text;
using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Ochre.Gateway.Cli;

namespace Ochre.Emulator.Tests;

public sealed class EmulatorAppTests : IAsyncLifetime
{
    private const string Body = """{"prompt":"a red kite","seed":1}""";

    private readonly WebApplication _app = EmulatorApp.Build(url: "http://127.0.0.1:0");
    private readonly HttpMessageInvoker _http = new(new SocketsHttpHandler { UseProxy = false });

    private Uri Address => new(_app.Urls.Single());

    public async ValueTask InitializeAsync() => await _app.StartAsync(TestContext.Current.CancellationToken);

    public async ValueTask DisposeAsync()
    {
        _http.Dispose();
        await _app.DisposeAsync();
    }

    [Theory]
    [InlineData("stability.stable-image-core-v1:1")]
    [InlineData("stability.stable-image-core-v1%3A1")]
    [InlineData("stability%2Estable-image-core-v1%3A1")]
    [InlineData("arn%3Aaws%3Abedrock%3Aus-west-2%3A%3Afoundation-model%2Fstability.stable-image-core-v1%3A1")]
    public async Task A_signed_path_survives_the_socket(string id)
    {
        using var response = await SendAsync($"/model/{id}/invoke");
        var answer = await Answer.ReadAsync(response);

        Assert.Equal(200, answer.Status);
        Assert.Equal(1, answer.Json.GetProperty("seeds")[0].GetInt32());
        Assert.Equal(Encoding.UTF8.GetByteCount(answer.Body), response.Content.Headers.ContentLength);
    }

    [Fact]
    public async Task HTTP2_is_spoken_on_the_same_port_as_the_AWS_SDK_for_JavaScript_wants_it()
    {
        using var response = await SendAsync("/model/stability.stable-image-core-v1%3A1/invoke", version: HttpVersion.Version20);

        Assert.Equal((200, HttpVersion.Version20), ((int)response.StatusCode, response.Version));
        Assert.Equal(1, (await Answer.ReadAsync(response)).Json.GetProperty("seeds")[0].GetInt32());
    }

    [Fact]
    public async Task A_refusal_comes_with_its_headers()
    {
        using var response = await SendAsync("/model/no.such/invoke");

        Assert.Equal(400, (int)response.StatusCode);
        Assert.StartsWith("ValidationException:", response.Headers.GetValues("x-amzn-ErrorType").Single());
        Assert.Single(response.Headers.GetValues("x-amzn-RequestId"));
    }

    [Fact]
    public async Task A_cut_body_breaks_the_connection()
    {
        using var response = await SendAsync("/model/stability.stable-image-core-v1:1/invoke", "cut=50%");

        Assert.Equal(200, (int)response.StatusCode);
        await Assert.ThrowsAnyAsync<IOException>(async () =>
        {
            using var stream = await response.Content.ReadAsStreamAsync(TestContext.Current.CancellationToken);
            await stream.CopyToAsync(Stream.Null, TestContext.Current.CancellationToken);
        });
    }

    [Fact]
    public async Task A_reset_breaks_it_before_the_answer() =>
        await Assert.ThrowsAsync<HttpRequestException>(() => SendAsync("/model/stability.stable-image-core-v1:1/invoke", "reset"));

    [Fact]
    public async Task A_client_that_leaves_ends_its_request()
    {
        using var patience = new CancellationTokenSource();
        var pending = SendAsync("/model/stability.stable-image-core-v1:1/invoke", "hang", patience.Token);
        await patience.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => pending);
    }

    [Fact]
    public async Task A_header_in_two_lines_is_signed_as_one()
    {
        var stamp = DateTimeOffset.UtcNow.ToString("yyyyMMdd'T'HHmmss'Z'");
        var scope = $"{stamp[..8]}/us-west-2/bedrock/aws4_request";
        var headers = new SortedDictionary<string, string>(StringComparer.Ordinal) { ["host"] = Address.Authority, ["my-header1"] = "value2,value1", ["x-amz-date"] = stamp };
        var canonical = Signature.CanonicalRequest("GET", "/foundation-models", "", [.. headers.Keys], name => headers[name], Signature.Hash([]));
        var signature = Signature.Sign("test", stamp[..8], "us-west-2", "bedrock", Signature.StringToSign(stamp, scope, canonical));

        var answer = await RawAsync(
            $"GET /foundation-models HTTP/1.1\r\nHost: {Address.Authority}\r\nMy-Header1: value2\r\nMy-Header1: value1\r\nX-Amz-Date: {stamp}\r\nConnection: close\r\n"
            + $"Authorization: AWS4-HMAC-SHA256 Credential=test/{scope}, SignedHeaders={string.Join(';', headers.Keys)}, Signature={signature}\r\n\r\n");

        Assert.StartsWith("HTTP/1.1 200", answer);
    }

    [Theory]
    [InlineData("GET * HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n")]
    [InlineData("OPTIONS * HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n")]
    [InlineData("GET /../../model HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n")]
    [InlineData("GET /%zz%2 HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n")]
    [InlineData("GET /a?b=%ff#c HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n")]
    [InlineData("POST /model/%00%ff/invoke HTTP/1.1\r\nHost: x\r\nConnection: close\r\nContent-Length: 0\r\n\r\n")]
    [InlineData("GET /foundation-models HTTP/1.0\r\n\r\n")]
    [InlineData("GET /foundation-models HTTP/1.1\r\nHost: a..b--%\r\nConnection: close\r\n\r\n")]
    [InlineData("GET /foundation-models HTTP/1.1\r\nHost: -\r\nConnection: close\r\n\r\n")]
    [InlineData("GET /foundation-models HTTP/1.1\r\nHost: [::1\r\nConnection: close\r\n\r\n")]
    public async Task A_strange_request_is_answered_4xx(string request) => Assert.StartsWith("HTTP/1.1 4", await RawAsync(request));

    [Theory]
    [InlineData(25_000_001, false, 400)]
    [InlineData(25_000_001, true, 400)]
    [InlineData(50_000_001, true, 413)]
    public async Task A_body_that_is_too_long_is_answered(int length, bool chunked, int status)
    {
        var request = new HttpRequestMessage(HttpMethod.Post, new Uri(Address, "/model/x/invoke")) { Content = new ByteArrayContent(new byte[length]) };
        request.Headers.TransferEncodingChunked = chunked;
        request.Headers.ExpectContinue = !chunked;

        using var response = await _http.SendAsync(request, TestContext.Current.CancellationToken);

        Assert.Equal(status, (int)response.StatusCode);
    }

    [Fact]
    public async Task Invocations_are_told()
    {
        using var invoked = await SendAsync("/model/stability.stable-image-core-v1:1/invoke");
        using var told = await _http.SendAsync(new(HttpMethod.Get, new Uri(Address, "/_emulator/invocations")), TestContext.Current.CancellationToken);

        var list = JsonElement.Parse(await told.Content.ReadAsStringAsync(TestContext.Current.CancellationToken));
        Assert.Equal("/model/stability.stable-image-core-v1:1/invoke", list[0].GetProperty("path").GetString());
    }

    private async Task<HttpResponseMessage> SendAsync(string path, string? fault = null, CancellationToken? cancellation = null, Version? version = null)
    {
        var uri = new Uri($"http://{Address.Authority}{path}", new UriCreationOptions { DangerousDisablePathAndQueryCanonicalization = true });
        var request = new HttpRequestMessage(HttpMethod.Post, uri) { Content = new StringContent(Body, Encoding.UTF8, "application/json") };
        (request.Version, request.VersionPolicy) = (version ?? HttpVersion.Version11, HttpVersionPolicy.RequestVersionExact);
        if (fault is not null)
            request.Headers.Add("x-emulator-fault", fault);
        new TestSigner().Sign(request, Encoding.UTF8.GetBytes(Body), DateTimeOffset.UtcNow);
        return await _http.SendAsync(request, cancellation ?? TestContext.Current.CancellationToken);
    }

    private async Task<string> RawAsync(string request)
    {
        using var client = new TcpClient();
        await client.ConnectAsync(Address.Host, Address.Port, TestContext.Current.CancellationToken);
        using var stream = client.GetStream();
        await stream.WriteAsync(Encoding.Latin1.GetBytes(request), TestContext.Current.CancellationToken);
        using var reader = new StreamReader(stream, Encoding.Latin1);
        return await reader.ReadToEndAsync(TestContext.Current.CancellationToken);
    }
}
