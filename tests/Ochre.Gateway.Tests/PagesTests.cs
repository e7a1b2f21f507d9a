using System.IO.Compression;
using System.Net;
using System.Text.RegularExpressions;

namespace Ochre.Gateway.Tests;

public partial class PagesTests
{
    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task The_page_needs_no_key_and_what_it_calls_does()
    {
        await using var gateway = await RunningGateway.StartAsync(settings => settings with { Keys = ["sk-0123456789"] });

        using var page = await GetAsync(gateway, "/");
        using var script = await GetAsync(gateway, await AssetAsync(gateway, "main.js"));
        using var models = await GetAsync(gateway, "/v1/models");

        Assert.Equal((HttpStatusCode.OK, "text/html"), (page.StatusCode, page.Content.Headers.ContentType!.MediaType));
        Assert.Equal((HttpStatusCode.OK, "text/javascript"), (script.StatusCode, script.Content.Headers.ContentType!.MediaType));
        Assert.Equal(HttpStatusCode.Unauthorized, models.StatusCode);
    }

    [Theory]
    [InlineData("/")]
    [InlineData("main.js")]
    [InlineData("base.css")]
    public async Task Nothing_of_another_place_and_nothing_inline_may_run(string file)
    {
        await using var gateway = await RunningGateway.StartAsync();

        using var answer = await GetAsync(gateway, file == "/" ? file : await AssetAsync(gateway, file));
        var policy = answer.Header("Content-Security-Policy")!.Split("; ");

        Assert.Contains("default-src 'none'", policy);
        Assert.Contains("script-src 'self'", policy);
        Assert.Contains("style-src 'self'", policy);
        Assert.Contains("frame-ancestors 'none'", policy);
        Assert.Contains("base-uri 'none'", policy);
        Assert.Contains("form-action 'none'", policy);
        Assert.Contains("require-trusted-types-for 'script'", policy);
        Assert.DoesNotContain(policy, rule => rule.Contains("unsafe", StringComparison.Ordinal) || rule.Contains('*', StringComparison.Ordinal));
        Assert.Equal(("nosniff", "no-referrer"), (answer.Header("X-Content-Type-Options"), answer.Header("Referrer-Policy")));
    }

    [Fact]
    public async Task A_file_is_kept_for_ever_under_its_versions_address_and_not_at_all_under_another()
    {
        await using var gateway = await RunningGateway.StartAsync();
        var path = await AssetAsync(gateway, "main.js");

        using var kept = await GetAsync(gateway, path);
        using var other = await GetAsync(gateway, Version().Replace(path, "assets/0123456789abcdef"));
        using var page = await GetAsync(gateway, "/");
        using var again = await GetAsync(gateway, "/", ("If-None-Match", page.Header("ETag")!));

        Assert.Equal("public, max-age=31536000, immutable", kept.Headers.CacheControl!.ToString());
        Assert.Equal((HttpStatusCode.OK, "no-cache"), (other.StatusCode, other.Headers.CacheControl!.ToString()));
        Assert.Equal("no-cache", page.Headers.CacheControl!.ToString());
        Assert.Equal((HttpStatusCode.NotModified, 0), (again.StatusCode, (await again.Content.ReadAsByteArrayAsync(Stop)).Length));
    }

    [Theory]
    [InlineData("/", "br", true)]
    [InlineData("base.css", "br", true)]
    [InlineData("base.css", "gzip, br;q=0.5", true)]
    [InlineData("base.css", "gzip", false)]
    [InlineData("base.css", "br;q=0", false)]
    [InlineData("base.css", null, false)]
    public async Task Browsers_that_take_brotli_get_the_same_file_in_it(string file, string? accepted, bool isCompressed)
    {
        await using var gateway = await RunningGateway.StartAsync();
        var path = file == "/" ? file : await AssetAsync(gateway, file);

        using var plain = await GetAsync(gateway, path);
        using var answer = accepted is null ? await GetAsync(gateway, path) : await GetAsync(gateway, path, ("Accept-Encoding", accepted));
        var bytes = await answer.Content.ReadAsByteArrayAsync(Stop);

        Assert.Equal(isCompressed ? ["br"] : [], answer.Content.Headers.ContentEncoding);
        Assert.Equal("Accept-Encoding", answer.Header("Vary"));
        Assert.Equal(bytes.Length, answer.Content.Headers.ContentLength);
        Assert.Equal(await plain.Content.ReadAsByteArrayAsync(Stop), isCompressed ? Unpacked(bytes) : bytes);
    }

    [Theory]
    [InlineData("/assets/x/nothing.js")]
    [InlineData("/assets/x/..%2findex.html")]
    [InlineData("/assets/x/../../appsettings.json")]
    [InlineData("/assets/x/")]
    [InlineData("/assets")]
    public async Task What_is_no_file_of_the_pages_is_not_found(string path)
    {
        await using var gateway = await RunningGateway.StartAsync();
        using var answer = await GetAsync(gateway, path);

        Assert.Equal(HttpStatusCode.NotFound, answer.StatusCode);
        Assert.Equal("unknown_url", (string)(await answer.ErrorAsync())["code"]!);
    }

    [Fact]
    public async Task Under_a_prefix_the_page_gets_the_slash_that_its_addresses_need()
    {
        await using var gateway = await RunningGateway.StartAsync(settings => settings with { Prefix = "/tools/images" });

        using var without = await GetAsync(gateway, "/tools/images");
        using var with = await GetAsync(gateway, "/tools/images/");
        using var head = await gateway.CreateClient().SendAsync(new(HttpMethod.Head, "/tools/images/"), Stop);

        Assert.Equal((HttpStatusCode.PermanentRedirect, "images/"), (without.StatusCode, without.Header("Location")));
        Assert.Equal(HttpStatusCode.OK, with.StatusCode);
        Assert.DoesNotContain("\"/", await with.Content.ReadAsStringAsync(Stop), StringComparison.Ordinal);
        Assert.Equal((HttpStatusCode.OK, 0), (head.StatusCode, (await head.Content.ReadAsByteArrayAsync(Stop)).Length));
    }

    [Fact]
    public async Task The_admin_page_needs_no_key_and_no_slash_at_its_end()
    {
        await using var gateway = await RunningGateway.StartAsync(settings => settings with { Prefix = "/tools/images", Keys = ["sk-0123456789"] });

        using var page = await GetAsync(gateway, "/tools/images/admin");
        using var slash = await GetAsync(gateway, "/tools/images/admin/");
        var html = await page.Content.ReadAsStringAsync(Stop);

        Assert.Equal((HttpStatusCode.OK, "no-cache"), (page.StatusCode, page.Headers.CacheControl!.ToString()));
        Assert.Contains("require-trusted-types-for 'script'", page.Header("Content-Security-Policy"), StringComparison.Ordinal);
        Assert.Equal((HttpStatusCode.PermanentRedirect, "../admin"), (slash.StatusCode, slash.Header("Location")));
        Assert.DoesNotContain("\"/", html, StringComparison.Ordinal);
        Assert.DoesNotMatch("<style|\\sstyle=|\\son[a-z]+=|<script(?![^>]* src=)|javascript:", html);
    }

    [Fact]
    public async Task The_page_has_no_script_or_style_of_its_own_text()
    {
        await using var gateway = await RunningGateway.StartAsync();
        var page = await gateway.CreateClient().GetStringAsync("/", Stop);

        Assert.DoesNotMatch("<style|\\sstyle=|\\son[a-z]+=|<script(?![^>]* src=)|javascript:", page);
    }

    private static async Task<string> AssetAsync(RunningGateway gateway, string name) =>
        Regex.Match(await gateway.CreateClient().GetStringAsync("/", Stop), $"\"(assets/[0-9a-f]{{16}}/[^\"]*{Regex.Escape(name)})\"").Groups[1].Value;

    private static async Task<HttpResponseMessage> GetAsync(RunningGateway gateway, string path, params (string Name, string Value)[] headers)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, path);
        foreach (var (name, value) in headers)
            request.Headers.TryAddWithoutValidation(name, value);
        return await gateway.CreateClient().SendAsync(request, Stop);
    }

    private static byte[] Unpacked(byte[] brotli)
    {
        using var plain = new MemoryStream();
        using var stream = new BrotliStream(new MemoryStream(brotli), CompressionMode.Decompress);
        stream.CopyTo(plain);
        return plain.ToArray();
    }

    [GeneratedRegex("assets/[0-9a-f]{16}")]
    private static partial Regex Version();
}
