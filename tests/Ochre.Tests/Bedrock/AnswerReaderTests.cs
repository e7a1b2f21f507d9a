using System.Text;
using Ochre.Bedrock;

namespace Ochre.Tests.Bedrock;

public class AnswerReaderTests
{
    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    private static readonly AnswerShape s_images = new("images");
    private static readonly AnswerShape s_artifacts = new("artifacts.base64", VerdictFollowsImage: true);

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(7)]
    [InlineData(63)]
    [InlineData(4096)]
    [InlineData(int.MaxValue)]
    public async Task Images_are_found_however_the_answer_is_cut_into_pieces(int piece)
    {
        var (first, second) = (Samples.Png(640, 480, 9000), Samples.Png(32, 16, 100));
        var answer = $$"""{ "seeds" : [7, 8], "finish_reasons":[null, null], "images" : [ "{{first}}" , "{{second}}" ] , "error":null }""";

        using var reader = new AnswerReader(new Pieces(answer, piece), s_images, 1_000_000);

        Assert.True(await reader.NextImageAsync(Stop));
        Assert.Equal(["7", "8"], reader.Fields.All("seeds"));
        Assert.Equal(first, await TakeAsync(reader));
        Assert.Equal(new PixelSize(640, 480), reader.Size);
        Assert.True(await reader.NextImageAsync(Stop));
        Assert.Equal(second, await TakeAsync(reader));
        Assert.Equal(new PixelSize(32, 16), reader.Size);
        Assert.False(await reader.NextImageAsync(Stop));
        Assert.Equal([null], reader.Fields.All("error"));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(500)]
    public async Task An_image_that_nobody_takes_is_passed_over(int piece)
    {
        var answer = $$"""{"images":["{{Samples.Png(1, 1, 40_000)}}","{{Samples.Png(5, 6, 80)}}"]}""";

        using var reader = new AnswerReader(new Pieces(answer, piece), s_images, 1_000_000);

        Assert.True(await reader.NextImageAsync(Stop));
        Assert.True(await reader.NextImageAsync(Stop));
        await TakeAsync(reader);
        Assert.Equal(new PixelSize(5, 6), reader.Size);
        Assert.False(await reader.NextImageAsync(Stop));
    }

    [Fact]
    public async Task A_nested_place_is_told_by_its_names()
    {
        var image = Samples.Png(8, 8, 100);
        var answer = $$"""{"result":"success","artifacts":[{"seed":3,"base64":"{{image}}","finishReason":"CONTENT_FILTERED"}],"images":["no image here"]}""";

        using var reader = new AnswerReader(new Pieces(answer, 11), s_artifacts, 1_000_000);

        Assert.True(await reader.NextImageAsync(Stop));
        Assert.Equal("3", reader.Fields.First("artifacts.seed"));
        Assert.Null(reader.Fields.First("artifacts.finishReason"));
        Assert.Equal(image, await TakeAsync(reader));
        Assert.False(await reader.NextImageAsync(Stop));
        Assert.Equal("CONTENT_FILTERED", reader.Fields.First("artifacts.finishReason"));
        Assert.Equal("no image here", reader.Fields.First("images"));
    }

    [Fact]
    public async Task A_refusal_without_images_is_read_to_its_end()
    {
        using var reader = new AnswerReader(new Pieces("""{"finish_reasons":["Filter reason: prompt"]}""", 3), s_images, 1000);

        Assert.False(await reader.NextImageAsync(Stop));
        Assert.Equal("Filter reason: prompt", reader.Fields.First("finish_reasons"));
    }

    [Theory]
    [InlineData("")]
    [InlineData("   ")]
    [InlineData("<html>busy</html>")]
    [InlineData("""{"images":["PNG" """)]
    [InlineData("""{"images":[""")]
    [InlineData("""{"images":[""]}""")]
    [InlineData("""{"images":["aGVsbG8gd29ybGQgaGVsbG8gd29ybGQgaGVsbG8gd29ybGQ="]}""")]
    [InlineData("""{"images":["iVBORw0KGgo\u002BAAAA"]}""")]
    [InlineData("""{"images":["iVBORw0KGgoAAAANSUhEUgAABAAAAAQACAIAAADwf7zU A=="]}""")]
    [InlineData("""{"images":["iVBORw0KGgoAAAANSUhEUgAABAAAAAQACAIAAADwf7zUA"]}""")]
    [InlineData("""{"images":["\ud800"]}""")]
    [InlineData("""{"error":"\ud800"}""")]
    [InlineData("""{"images":[]} trailing""")]
    public async Task What_is_no_answer_is_refused_as_one(string answer)
    {
        foreach (var piece in (int[])[1, 5, 1000])
        {
            using var reader = new AnswerReader(new Pieces(answer, piece), s_images, 100_000);
            var refusal = await Assert.ThrowsAsync<ImageException>(() => DrainAsync(reader));
            Assert.Equal((502, "bedrock_bad_answer"), (refusal.Error.Status, refusal.Error.Code));
        }
    }

    [Fact]
    public async Task An_answer_that_is_too_large_too_deep_or_too_wordy_is_refused()
    {
        string[] answers =
        [
            $$"""{"images":["{{Samples.Png(9, 9, 50_000)}}"]}""",
            new string('[', 10_000),
            $$"""{"error":"{{new string('x', 20_000)}}"}""",
            $"[{string.Join(',', Enumerable.Range(0, 1000))}]",
            new string(' ', 60_000),
        ];
        foreach (var answer in answers)
        {
            using var reader = new AnswerReader(new Pieces(answer, 4096), s_images, 50_000);
            var refusal = await Assert.ThrowsAsync<ImageException>(() => DrainAsync(reader));
            Assert.Equal("bedrock_bad_answer", refusal.Error.Code);
        }
    }

    [Theory]
    [InlineData(1000)]
    [InlineData(4093)]
    [InlineData(5000)]
    [InlineData(16_000)]
    public async Task A_long_value_beside_the_image_is_read(int length)
    {
        var (text, image) = (new string('x', length), Samples.Png(9, 9, 5000));
        foreach (var piece in (int[])[1, 1000, int.MaxValue])
        {
            using var reader = new AnswerReader(new Pieces($$"""{"before":"{{text}}","images":["{{image}}"],"after":"{{text}}"}""", piece), s_images, 100_000);

            Assert.True(await reader.NextImageAsync(Stop));
            Assert.Equal(image, await TakeAsync(reader));
            Assert.False(await reader.NextImageAsync(Stop));
            Assert.Equal(text, reader.Fields.First("before"));
            Assert.Equal(text, reader.Fields.First("after"));
        }
    }

    [Fact]
    public async Task A_connection_that_breaks_within_an_image_is_no_end_of_it()
    {
        var answer = $$"""{"images":["{{Samples.Png(9, 9, 50_000)}}"]}""";
        using var reader = new AnswerReader(new Pieces(answer, 1000, breakAt: 20_000), s_images, 100_000);

        var refusal = await Assert.ThrowsAsync<ImageException>(() => DrainAsync(reader));

        Assert.Contains("broke off", refusal.Error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Whatever_bytes_come_the_reader_answers_or_refuses()
    {
        var good = Encoding.ASCII.GetBytes($$"""{"seeds":[1],"images":["{{Samples.Png(9, 9, 300)}}","{{Samples.Png(9, 9, 80)}}"],"x":{"y":[1,{"z":null} ] } }""");
        for (var seed = 0; seed < 3000; seed++)
        {
            var random = new Random(seed);
            var bytes = good.ToArray();
            for (var i = random.Next(1, 4); i > 0; i--)
                bytes[random.Next(bytes.Length)] = (byte)random.Next(256);
            using var reader = new AnswerReader(new Pieces(bytes, random.Next(1, 200)), s_images, 10_000);
            var fault = await Record.ExceptionAsync(() => DrainAsync(reader));
            Assert.True(fault is null or ImageException, $"seed {seed}: {fault}");
        }
    }

    private static async Task<string> TakeAsync(AnswerReader reader)
    {
        var text = new StringBuilder();
        var block = new byte[1000];
        int count;
        while ((count = await reader.ReadImageAsync(block, Stop)) > 0)
            text.Append(Encoding.ASCII.GetString(block, 0, count));
        return text.ToString();
    }

    private static async Task DrainAsync(AnswerReader reader)
    {
        while (await reader.NextImageAsync(Stop))
            await TakeAsync(reader);
    }
}
