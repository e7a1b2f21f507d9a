using Microsoft.Extensions.DependencyInjection;
using Ochre.Gateway.Tests.Uploads;
using static Ochre.Gateway.Tests.EditGateway;

namespace Ochre.Gateway.Tests;

/// <summary>Too much, too slow, too many at once, and gone in the middle: refused by its name, and everything given back.</summary>
public class UploadLimitTests
{
    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("image")]
    [InlineData("mask")]
    [InlineData("style_image")]
    public async Task A_file_over_the_limit_is_named(string name)
    {
        await using var gateway = await SmallAsync();
        var form = new Form().File("image", Picture);
        foreach (var chunked in (bool[])[false, true])
        {
            using var answer = await gateway.EditAsync((name == "image" ? new Form() : form).File(name, new byte[100_001]).ToContent(chunked));
            await RefusedAsync(gateway, answer, 413, "image_too_large", name);
        }
    }

    [Fact]
    public async Task A_picture_in_words_has_the_same_limit()
    {
        await using var gateway = await SmallAsync();
        foreach (var content in (HttpContent[])[
            new Form().Text("image", DataUrl(new byte[100_001])).ToContent(), new StringContent($$"""{"image":"{{DataUrl(new byte[100_001])}}"}""", null, "application/json"),
            new FormUrlEncodedContent([new("image", DataUrl(new byte[100_001]))])])
        {
            using var answer = await gateway.EditAsync(content);
            await RefusedAsync(gateway, answer, 413, "image_too_large", "image");
        }
    }

    [Fact]
    public async Task A_body_over_the_limit_is_refused_announced_or_not()
    {
        await using var gateway = await SmallAsync();
        Form Large()
        {
            var form = new Form();
            for (var i = 0; i < 15; i++)
                form.File("image[]", new byte[99_000]);
            return form;
        }

        foreach (var chunked in (bool[])[false, true])
        {
            using var answer = await gateway.EditAsync(Large().ToContent(chunked));
            await RefusedAsync(gateway, answer, 413, "request_too_large", null);
        }

        using var json = await gateway.EditAsync($$"""{"a":"{{new string('x', 300_001)}}"}""");
        await RefusedAsync(gateway, json, 413, "request_too_large", null);
    }

    [Fact]
    public async Task What_is_larger_than_the_memory_for_arriving_is_read_whole_from_its_file()
    {
        await using var gateway = await StartAsync();
        var large = new byte[3_000_000];
        Picture.CopyTo(large, 0);
        new Random(1).NextBytes(large.AsSpan(Picture.Length));

        using var answer = await gateway.EditAsync(new Form().File("image", large).Text("prompt", "a hat").File("mask", Mask).Text("model", Inpaint).ToContent());

        Assert.True(answer.IsSuccessStatusCode, await answer.Content.ReadAsStringAsync(Stop));
        Assert.Equal(large, gateway.Given("image"));
        Assert.Equal(Mask, gateway.Given("mask"));
        await gateway.NothingIsLeftAsync();
    }

    [Fact]
    public async Task When_the_memory_of_all_is_used_up_the_next_is_told_to_come_again()
    {
        await using var gateway = await StartAsync(settings => settings with { Uploads = settings.Uploads with { MaxBytesInFlight = 1_000_000 } });
        var form = new Form().File("image", Picture).Text("model", Cutout);

        gateway.Budget.Take(900_000);
        using var answer = await gateway.EditAsync(form.ToContent());
        gateway.Budget.Give(900_000);

        Assert.NotNull(answer.Headers.RetryAfter);
        await RefusedAsync(gateway, answer, 429, "rate_limit_exceeded", null);
        using var again = await gateway.EditAsync(new Form().File("image", Picture).Text("model", Cutout).ToContent());
        Assert.Equal(200, (int)again.StatusCode);
        await gateway.NothingIsLeftAsync();
    }

    [Fact]
    public async Task A_body_that_does_not_come_to_its_end_is_waited_for_until_the_deadline()
    {
        var time = new ManualTime();
        await using var gateway = await StartAsync(services: services => services.AddSingleton<TimeProvider>(time));
        using var slow = new EndlessContent(new Form().File("image", Picture).Text("model", Cutout).ToArray()[..^20]);

        var asking = gateway.EditAsync(slow);
        await slow.Sent;
        for (var until = Environment.TickCount64 + 30_000; !asking.IsCompleted && Environment.TickCount64 < until; await Task.Yield())
            time.Advance(TimeSpan.FromMinutes(6));
        using var answer = await asking;

        await RefusedAsync(gateway, answer, 408, "request_timeout", null);
    }

    [Fact]
    public async Task Of_a_client_that_leaves_in_the_middle_nothing_is_left()
    {
        await using var gateway = await StartAsync();
        var whole = new byte[2_000_000];
        foreach (var type in (string[])["multipart/form-data; boundary=otter", "application/json", "application/x-www-form-urlencoded"])
        {
            using var leaving = new CancellationTokenSource();
            using var slow = new EndlessContent([.. new Form().File("image", whole).ToArray()[..^20]], type);
            var asking = gateway.Running.CreateClient().PostAsync("/v1/images/edits", slow, leaving.Token);
            await slow.Sent;
            await leaving.CancelAsync();
            await Assert.ThrowsAnyAsync<Exception>(() => asking);
            await gateway.NothingIsLeftAsync();
        }
    }

    [Fact]
    public async Task A_folder_that_cannot_be_written_is_the_operators_to_mend()
    {
        await using var gateway = await StartAsync(settings => settings with { Uploads = settings.Uploads with { Folder = "/proc/nowhere" } });

        using var answer = await gateway.EditAsync(new Form().File("image", new byte[1_000_000]).Text("model", Cutout).ToContent());

        await RefusedAsync(gateway, answer, 503, "upload_unavailable", null);
        Assert.Contains("/proc/nowhere", gateway.Running.Logged.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Of_the_body_of_a_wrong_key_nothing_is_waited_for()
    {
        await using var gateway = await StartAsync(settings => settings with { Keys = ["sk-right-0123456789"] });
        using var slow = new EndlessContent(new Form().File("image", new byte[500_000]).ToArray()[..^20]);

        using var answer = await gateway.EditAsync(slow, ("Authorization", "Bearer sk-wrong"));

        await RefusedAsync(gateway, answer, 401, "invalid_api_key", null);
    }

    private static Task<EditGateway> SmallAsync() =>
        StartAsync(settings => settings with { Uploads = settings.Uploads with { MaxFileBytes = 100_000, MaxBodyBytes = 300_000 } });

    private static async Task RefusedAsync(EditGateway gateway, HttpResponseMessage answer, int status, string code, string? param)
    {
        var error = await answer.ErrorAsync();
        Assert.Equal((status, code, param), ((int)answer.StatusCode, error["code"]?.ToString(), error["param"]?.ToString()));
        Assert.Empty(gateway.Bedrock.Requests);
        await gateway.NothingIsLeftAsync();
    }

    /// <summary>Sends what it has and then nothing more, without an end.</summary>
    private sealed class EndlessContent : HttpContent
    {
        private readonly byte[] _start;
        private readonly TaskCompletionSource _sent = new(TaskCreationOptions.RunContinuationsAsynchronously);
        private readonly CancellationTokenSource _end = new();

        public EndlessContent(byte[] start, string type = "multipart/form-data; boundary=otter")
        {
            _start = start;
            Headers.TryAddWithoutValidation("Content-Type", type);
        }

        public Task Sent => _sent.Task;

        protected override Task SerializeToStreamAsync(Stream stream, System.Net.TransportContext? context) => SerializeToStreamAsync(stream, context, default);

        protected override async Task SerializeToStreamAsync(Stream stream, System.Net.TransportContext? context, CancellationToken cancellationToken)
        {
            await stream.WriteAsync(_start, cancellationToken);
            await stream.FlushAsync(cancellationToken);
            _sent.TrySetResult();
            using var either = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, _end.Token);
            await Task.Delay(Timeout.Infinite, either.Token);
        }

        protected override bool TryComputeLength(out long length)
        {
            length = 0;
            return false;
        }

        protected override void Dispose(bool disposing)
        {
            _end.Cancel();
            base.Dispose(disposing);
        }
    }
}
