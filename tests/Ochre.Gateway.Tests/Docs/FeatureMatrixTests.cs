using System.Text.Json.Nodes;
using Microsoft.Extensions.DependencyInjection;
using Ochre.Pixels;

namespace Ochre.Gateway.Tests.Docs;

/// <summary>Every cell of the table in docs/features.md, asked for through the front door. OCHRE_ACCEPT=1 rewrites the table.</summary>
public sealed class FeatureMatrixTests(FeatureMatrixTests.Gateways shared) : IClassFixture<FeatureMatrixTests.Gateways>
{
    private const string Begin = "<!-- formats: written by the tests from the catalogue -->\n";
    private const string End = "<!-- /formats -->";

    public static TheoryData<string, string, string, bool, string> Cells =>
        [.. FeatureMatrix.Cells.Select(cell => (cell.Model.Id, cell.Format, cell.Kind, cell.Stream, cell.Says))];

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public void The_table_of_formats_is_the_catalogue()
    {
        var page = Repository.Read("docs/features.md");
        var (begin, end) = (page.IndexOf(Begin, StringComparison.Ordinal) + Begin.Length, page.IndexOf(End, StringComparison.Ordinal));
        Assert.InRange(begin, Begin.Length, end);

        Repository.AssertGolden("docs/features.md", page[..begin] + FeatureMatrix.Table() + page[end..]);
    }

    [Theory]
    [MemberData(nameof(Cells))]
    public async Task Every_cell_is_what_the_table_says(string model, string format, string kind, bool stream, string says)
    {
        var wish = $$"""{"prompt":"A red kite","model":"{{model}}","output_format":"{{format}}","response_format":"{{kind}}","stream":{{(stream ? "true" : "false")}}}""";

        using var answer = await shared.Whole.PostAsync(wish);
        var (body, file) = await TakeAsync(shared.Whole, answer, kind, stream);

        Assert.Equal(format, Measured.Of(file).Format);
        Assert.Equal((format, Measured.Of(file).Size), (body["output_format"]!.ToString(), body["size"]!.ToString()));
        Assert.Null(answer.Header("x-ochre-ignored"));
        await AssertNeedsCodecAsync(wish, says == FeatureMatrix.Converted);
    }

    // What a gateway without a codec can give is what the model made.
    private async Task AssertNeedsCodecAsync(string wish, bool needed)
    {
        using var answer = await shared.WithoutCodec.PostAsync(wish);

        Assert.Equal(needed ? 501 : 200, (int)answer.StatusCode);
        if (needed)
            Assert.Equal("codec_unavailable", (await answer.ErrorAsync())["code"]!.ToString());
    }

    private static async Task<(JsonNode Body, byte[] File)> TakeAsync(RunningGateway gateway, HttpResponseMessage answer, string kind, bool stream)
    {
        Assert.True(answer.IsSuccessStatusCode, await answer.Content.ReadAsStringAsync(Stop));
        if (stream)
        {
            // OpenAI's events have no field for a link: they carry the file, whatever was asked for.
            var only = Assert.Single(await answer.EventsAsync());
            return (only, Convert.FromBase64String(only["b64_json"]!.ToString()));
        }

        var body = await answer.JsonAsync();
        var image = Assert.Single(body["data"]!.AsArray())!.AsObject();
        Assert.Equal(kind, Assert.Single(image).Key);
        return (body, kind is "url" ? await gateway.CreateClient().GetByteArrayAsync(new Uri(image["url"]!.ToString()), Stop) : body.Image());
    }

    /// <summary>One gateway with the codec, one without, for the whole class.</summary>
    public sealed class Gateways : IAsyncLifetime
    {
        public RunningGateway Whole { get; private set; } = null!;

        public RunningGateway WithoutCodec { get; private set; } = null!;

        public async ValueTask InitializeAsync()
        {
            Whole = await RunningGateway.StartAsync();
            WithoutCodec = await RunningGateway.StartAsync(services: services => services.AddSingleton(new PixelOptions { Enabled = false }));
        }

        public async ValueTask DisposeAsync()
        {
            await Whole.DisposeAsync();
            await WithoutCodec.DisposeAsync();
        }
    }
}
