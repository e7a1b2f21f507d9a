using System.Net;
using System.Text;
using Ochre.Bedrock;
using Ochre.Stores;
using Ochre.Tests.Bedrock.Credentials;

namespace Ochre.Tests.Stores;

/// <summary>What the S3 store sends and signs, to a bucket that is not there. The real one: tests/interop/s3.test.mjs.</summary>
public sealed class S3StoreTests : IDisposable
{
    private static readonly Uri s_origin = new("https://images.example.com/");
    private static readonly AwsIdentity s_keys = AwsIdentity.AccessKey("AKEXAMPLE", "secret-canary");
    private readonly string _folder = Directory.CreateTempSubdirectory("ochre-test-").FullName;
    private readonly Bucket _bucket = new();

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    private static S3Options Options => new() { Bucket = "pictures", Region = "eu-west-1" };

    public void Dispose()
    {
        _bucket.Dispose();
        Directory.Delete(_folder, recursive: true);
    }

    [Theory]
    [InlineData("tmp/", 0, ImageFormat.Png, "tmp/req_1/image-req_1-001.png")]
    [InlineData("", 9, ImageFormat.Jpeg, "req_1/image-req_1-010.jpg")]
    [InlineData("a/b-", 99, ImageFormat.Webp, "a/b-req_1/image-req_1-100.webp")]
    public void A_key_is_prefix_request_and_place(string prefix, int index, ImageFormat format, string key) =>
        Assert.Equal(key, S3Store.KeyOf(prefix, "req_1", index, format));

    [Fact]
    public async Task An_image_is_one_PUT_of_its_bytes_with_type_name_and_length()
    {
        var encoded = Samples.Png(300, 200, 500_000);

        var stored = await PutAsync(Options, s_keys, encoded);

        var put = Assert.Single(_bucket.Asked);
        Assert.Equal("PUT https://pictures.s3.eu-west-1.amazonaws.com/tmp/req_x/image-req_x-001.png", put.Line);
        Assert.Equal(("image/png", "inline; filename=\"image-req_x-001.png\""), (put.Type, put.Disposition));
        Assert.Equal("tmp/req_x/image-req_x-001.png", stored.Key);
        Assert.Empty(Directory.EnumerateFileSystemEntries(_folder));
    }

    [Fact]
    public async Task A_private_cloud_gets_plain_bytes_by_path()
    {
        var encoded = Samples.Png(300, 200, 500_000);

        var stored = await PutAsync(Options with { Endpoint = new("http://ceph.internal:7480/") }, s_keys, encoded);

        var put = Assert.Single(_bucket.Asked);
        Assert.Equal("PUT http://ceph.internal:7480/pictures/tmp/req_x/image-req_x-001.png", put.Line);
        Assert.Equal(Convert.FromBase64String(encoded), put.Body);
        Assert.DoesNotContain("aws-chunked", put.Encoding, StringComparison.Ordinal);
        Assert.DoesNotContain("trailer", put.Headers, StringComparison.OrdinalIgnoreCase);
        Assert.StartsWith("http://ceph.internal:7480/pictures/tmp/req_x/image-req_x-001.png?", stored.Link.AbsoluteUri, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_link_signs_type_and_name_and_lives_for_an_hour()
    {
        var link = (await PutAsync(Options, s_keys)).Link;
        var query = Query(link);

        Assert.Equal("https://pictures.s3.eu-west-1.amazonaws.com/tmp/req_x/image-req_x-001.png", link.GetLeftPart(UriPartial.Path));
        Assert.Equal("AWS4-HMAC-SHA256", query["X-Amz-Algorithm"]);
        Assert.Matches(@"^AKEXAMPLE/\d{8}/eu-west-1/s3/aws4_request$", query["X-Amz-Credential"]);
        Assert.Equal(("image/png", "inline; filename=\"image-req_x-001.png\""), (query["response-content-type"], query["response-content-disposition"]));
        Assert.InRange(int.Parse(query["X-Amz-Expires"]), 3590, 3600);
        Assert.DoesNotContain("secret-canary", link.AbsoluteUri, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(600, 590, 600)]
    [InlineData(7200, 3590, 3600)]
    public async Task A_link_never_outlives_the_session_that_signs_it(int session, int least, int most)
    {
        var keys = AwsIdentity.AccessKey("AKEXAMPLE", "secret", "token", TimeProvider.System.GetUtcNow().AddSeconds(session));

        var query = Query((await PutAsync(Options, keys)).Link);

        Assert.InRange(int.Parse(query["X-Amz-Expires"]), least, most);
        Assert.Equal("token", query["X-Amz-Security-Token"]);
    }

    [Fact]
    public async Task A_link_never_outlives_an_assumed_roles_session()
    {
        using var sts = new StsDouble { Time = TimeProvider.System, Life = TimeSpan.FromMinutes(20) };
        using var role = AwsIdentity.Of(
            new() { AccessKeyId = "AKIABASE", SecretAccessKey = "base-secret", Role = "arn:aws:iam::123456789012:role/images" }, sts: sts);

        var query = Query((await PutAsync(Options, role)).Link);

        Assert.InRange(int.Parse(query["X-Amz-Expires"]), 1190, 1200);
        Assert.Equal("token-1", query["X-Amz-Security-Token"]);
        Assert.Single(sts.Calls);
    }

    [Fact]
    public async Task A_session_that_has_ended_gives_no_link()
    {
        var keys = AwsIdentity.AccessKey("AKEXAMPLE", "secret", "token", TimeProvider.System.GetUtcNow().AddSeconds(-1));
        var refusal = await Assert.ThrowsAsync<ImageException>(() => PutAsync(Options, keys));
        Assert.Equal("image_store_unavailable", refusal.Error.Code);
        Assert.Contains("expired", refusal.Error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Accelerated_links_lead_to_the_accelerate_host_and_images_are_written_by_the_ordinary_one()
    {
        var stored = await PutAsync(Options with { Accelerate = true }, s_keys);

        Assert.Equal("pictures.s3-accelerate.amazonaws.com", stored.Link.Host);
        Assert.Contains("/eu-west-1/s3/", Query(stored.Link)["X-Amz-Credential"], StringComparison.Ordinal);
        Assert.StartsWith("PUT https://pictures.s3.eu-west-1.amazonaws.com/", Assert.Single(_bucket.Asked).Line, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(404, "NoSuchBucket", "bucket does not exist")]
    [InlineData(403, "AccessDenied", "refuses access")]
    [InlineData(403, "SignatureDoesNotMatch", "credentials are not accepted")]
    [InlineData(400, "ExpiredToken", "credentials have expired")]
    [InlineData(301, "PermanentRedirect", "another region")]
    [InlineData(400, "SomethingNew", "refuses images")]
    public async Task A_refusal_tells_the_reason_and_only_the_operator_the_place(int status, string code, string reason)
    {
        _bucket.Answer = () => new((HttpStatusCode)status)
        {
            Content = new StringContent($"<Error><Code>{code}</Code><Message>said of pictures</Message></Error>", Encoding.UTF8, "application/xml"),
        };

        var refusal = await Assert.ThrowsAsync<ImageException>(() => PutAsync(Options, s_keys));

        Assert.Equal((503, "image_store_unavailable"), (refusal.Error.Status, refusal.Error.Code));
        Assert.Contains(reason, refusal.Error.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("pictures", refusal.Error.Message, StringComparison.Ordinal);
        Assert.Contains($"'pictures' (eu-west-1), PUT: {status} {code}", refusal.Error.OperatorHint, StringComparison.Ordinal);
        Assert.Empty(Directory.EnumerateFileSystemEntries(_folder));
    }

    [Fact]
    public async Task Where_no_answer_came_the_object_is_removed_lest_it_was_taken()
    {
        _bucket.Answer = () => throw new HttpRequestException("connection reset");

        var refusal = await Assert.ThrowsAsync<ImageException>(() => PutAsync(Options, s_keys));

        Assert.Contains("does not answer", refusal.Error.Message, StringComparison.Ordinal);
        Assert.Contains(_bucket.Asked, asked => asked.Line == "DELETE https://pictures.s3.eu-west-1.amazonaws.com/tmp/req_x/image-req_x-001.png");
    }

    [Fact]
    public async Task An_image_that_breaks_off_is_never_sent()
    {
        var answer = $$"""{"images":["{{Samples.Png(9, 9, 500_000)}}"]}""";
        using var reader = new AnswerReader(new Pieces(answer, 10_000, breakAt: 300_000), new("images"), 1_000_000);
        await reader.NextImageAsync(Stop);
        using var store = Store(Options, s_keys);

        var fault = await Assert.ThrowsAsync<ImageException>(() => store.PutAsync("req_x", new PassingImage(0, reader, null), s_origin, Stop));

        Assert.NotEqual("image_store_unavailable", fault.Error.Code);
        Assert.Empty(_bucket.Asked);
        Assert.Empty(Directory.EnumerateFileSystemEntries(_folder));
    }

    private async Task<StoredImage> PutAsync(S3Options options, AwsIdentity identity, string? encoded = null)
    {
        using var reader = new AnswerReader(new Pieces($$"""{"images":["{{encoded ?? Samples.Png(9, 9, 1000)}}"]}""", 10_000), new("images"), 1_000_000);
        Assert.True(await reader.NextImageAsync(Stop));
        using var store = Store(options, identity);
        return await store.PutAsync("req_x", new PassingImage(0, reader, null), s_origin, Stop);
    }

    private S3Store Store(S3Options options, AwsIdentity identity) => new(options, identity, _folder, _bucket, TimeProvider.System);

    private static Dictionary<string, string> Query(Uri link) => link.Query.TrimStart('?').Split('&').Select(part => part.Split('='))
        .ToDictionary(part => part[0], part => Uri.UnescapeDataString(part[1]));

    private sealed record Asked(string Line, string? Type, string? Disposition, string Encoding, string Headers, byte[] Body);

    private sealed class Bucket : HttpMessageHandler
    {
        public List<Asked> Asked { get; } = [];

        public Func<HttpResponseMessage> Answer { get; set; } = () => new(HttpStatusCode.OK) { Content = new ByteArrayContent([]) };

        protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            var content = request.Content;
            Asked.Add(new($"{request.Method} {request.RequestUri}", content?.Headers.ContentType?.ToString(), content?.Headers.ContentDisposition?.ToString(),
                string.Join(',', content?.Headers.ContentEncoding ?? []), request.Headers.ToString() + content?.Headers,
                content is null ? [] : await content.ReadAsByteArrayAsync(cancellationToken)));
            return Answer();
        }
    }
}
