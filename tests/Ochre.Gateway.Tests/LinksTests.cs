using System.Net;
using Microsoft.Extensions.DependencyInjection;

namespace Ochre.Gateway.Tests;

/// <summary>Links to images: what a browser gets, and who gets nothing.</summary>
public class LinksTests
{
    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_link_gives_the_image_and_nothing_that_a_browser_could_run()
    {
        await using var gateway = await RunningGateway.StartAsync();
        var link = await LinkAsync(gateway);

        using var answer = await gateway.CreateClient().GetAsync(link, Stop);

        Assert.Equal(("image/png", "nosniff", "default-src 'none'; sandbox"),
            (answer.Content.Headers.ContentType!.MediaType, answer.Header("X-Content-Type-Options"), answer.Header("Content-Security-Policy")));
        Assert.Equal("inline", answer.Content.Headers.ContentDisposition!.DispositionType);
        Assert.Equal(("png", "1024x1024"), Measured.Of(await answer.Content.ReadAsByteArrayAsync(Stop)));
    }

    [Theory]
    [InlineData("jpeg", "image/jpeg", ".jpg")]
    [InlineData("webp", "image/webp", ".webp")]
    public async Task Its_type_and_name_are_those_of_the_bytes(string format, string type, string extension)
    {
        await using var gateway = await RunningGateway.StartAsync();
        var link = await LinkAsync(gateway, $",\"model\":\"stability.sd3-5-large-v1:0\",\"output_format\":\"{format}\"");

        using var answer = await gateway.CreateClient().GetAsync(link, Stop);

        Assert.Equal(type, answer.Content.Headers.ContentType!.MediaType);
        Assert.Equal(format, Measured.Of(await answer.Content.ReadAsByteArrayAsync(Stop)).Format);
        Assert.EndsWith($"_001{extension}/content", link.AbsolutePath, StringComparison.Ordinal);
    }

    [Fact]
    public async Task It_ends_with_the_files_name_where_the_operator_wants_that_and_both_forms_are_one_link()
    {
        await using var gateway = await RunningGateway.StartAsync(settings => settings with { Links = settings.Links with { NamesFiles = true } });
        var link = await LinkAsync(gateway);

        var same = await gateway.CreateClient().GetByteArrayAsync(link.AbsoluteUri.Replace("?", "/content?", StringComparison.Ordinal), Stop);

        Assert.EndsWith("_001.png", link.AbsolutePath, StringComparison.Ordinal);
        Assert.Equal(await gateway.CreateClient().GetByteArrayAsync(link, Stop), same);
    }

    [Fact]
    public async Task A_part_of_it_can_be_had_and_its_size_without_any()
    {
        await using var gateway = await RunningGateway.StartAsync();
        var link = await LinkAsync(gateway);
        var whole = await gateway.CreateClient().GetByteArrayAsync(link, Stop);

        using var part = await gateway.CreateClient().SendAsync(new(HttpMethod.Get, link) { Headers = { { "Range", "bytes=1-3" } } }, Stop);
        using var size = await gateway.CreateClient().SendAsync(new(HttpMethod.Head, link), Stop);
        using var past = await gateway.CreateClient().SendAsync(new(HttpMethod.Get, link) { Headers = { { "Range", "bytes=99999999-" } } }, Stop);

        Assert.Equal((HttpStatusCode.PartialContent, "PNG"), (part.StatusCode, await part.Content.ReadAsStringAsync(Stop)));
        Assert.Equal((HttpStatusCode.OK, whole.Length), (size.StatusCode, (int)size.Content.Headers.ContentLength!.Value));
        Assert.Empty(await size.Content.ReadAsByteArrayAsync(Stop));
        Assert.Equal(HttpStatusCode.RequestedRangeNotSatisfiable, past.StatusCode);
    }

    [Fact]
    public async Task It_works_to_the_last_second_of_its_hour_and_not_one_longer()
    {
        var time = new ManualTime();
        await using var gateway = await RunningGateway.StartAsync(services: services => services.AddSingleton<TimeProvider>(time));
        var link = await LinkAsync(gateway);

        time.Advance(TimeSpan.FromSeconds(3599));
        using var last = await gateway.CreateClient().GetAsync(link, Stop);
        time.Advance(TimeSpan.FromSeconds(1));
        using var late = await gateway.CreateClient().GetAsync(link, Stop);

        Assert.Equal((200, 404), ((int)last.StatusCode, (int)late.StatusCode));
        Assert.Equal("image_not_found", (await late.ErrorAsync())["code"]!.ToString());
    }

    [Fact]
    public async Task What_was_changed_in_a_link_makes_it_worthless()
    {
        await using var gateway = await RunningGateway.StartAsync();
        var (first, second) = (await LinkAsync(gateway), await LinkAsync(gateway));
        var text = first.AbsoluteUri;
        var last = text[^2];
        string[] changed =
        [
            text[..^2] + (last is 'A' ? 'B' : 'A') + text[^1],
            text.Replace("&sig=", "0&sig=", StringComparison.Ordinal),
            text.Replace("exp=", "exp=+", StringComparison.Ordinal),
            text[..text.IndexOf('?', StringComparison.Ordinal)],
            text[..text.IndexOf("&sig", StringComparison.Ordinal)],
            text + "A",
            second.AbsoluteUri[..second.AbsoluteUri.IndexOf('?', StringComparison.Ordinal)] + first.Query,
            text.Replace("_001", "_002", StringComparison.Ordinal),
            text.Replace(".png", ".PNG", StringComparison.Ordinal),
            text.Replace("/images/", "/images/..%2F", StringComparison.Ordinal),
        ];

        foreach (var link in changed)
        {
            using var answer = await gateway.CreateClient().GetAsync(link, Stop);
            Assert.True((int)answer.StatusCode == 404, $"{link}: {(int)answer.StatusCode}");
            await answer.ErrorAsync();
        }
    }

    [Fact]
    public async Task It_outlives_the_gateway_that_gave_it()
    {
        var folder = "";
        var first = await RunningGateway.StartAsync(settings => settings with { DataFolder = folder = Directory.CreateTempSubdirectory("ochre-kept-").FullName });
        var link = await LinkAsync(first);
        await first.DisposeAsync();

        await using var second = await RunningGateway.StartAsync(settings => settings with { DataFolder = folder, Database = new() { IsOff = true } });
        using var answer = await second.CreateClient().GetAsync(link, Stop);
        await using var stranger = await RunningGateway.StartAsync();
        using var refused = await stranger.CreateClient().GetAsync(link, Stop);

        Assert.Equal((200, 404), ((int)answer.StatusCode, (int)refused.StatusCode));
    }

    [Fact]
    public async Task When_the_folder_cannot_be_written_nothing_is_bought_and_bytes_are_still_to_be_had()
    {
        await using var gateway = await RunningGateway.StartAsync(settings =>
        {
            File.WriteAllText(Path.Combine(settings.DataFolder, "images"), "a file where the folder should be");
            return settings;
        });

        using var link = await gateway.PostAsync("""{"prompt":"A kite","response_format":"url"}""");
        var error = await link.ErrorAsync();

        Assert.Equal((503, "image_store_unavailable"), ((int)link.StatusCode, error["code"]!.ToString()));
        Assert.Contains("b64_json", error["message"]!.ToString(), StringComparison.Ordinal);
        Assert.InRange(int.Parse(link.Header("Retry-After")!, null), 1, 60);
        Assert.Empty(await gateway.InvocationsAsync());
        using var bytes = await gateway.PostAsync("""{"prompt":"A kite","response_format":"b64_json"}""");
        Assert.Equal(200, (int)bytes.StatusCode);
    }

    [Fact]
    public async Task Its_host_is_the_one_that_users_reach()
    {
        await using var gateway = await RunningGateway.StartAsync(settings => settings with { Links = new() { PublicUrl = new("https://images.example.com/ai/") } });
        Assert.StartsWith("https://images.example.com/ai/v1/images/", (await LinkAsync(gateway)).AbsoluteUri, StringComparison.Ordinal);
    }

    private static async Task<Uri> LinkAsync(RunningGateway gateway, string more = "")
    {
        using var answer = await gateway.PostAsync($"{{\"prompt\":\"A kite\",\"response_format\":\"url\"{more}}}");
        return new((await answer.JsonAsync())["data"]![0]!["url"]!.ToString());
    }
}
