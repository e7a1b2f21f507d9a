using System.Security.Cryptography;
using System.Text;
using Ochre.Bedrock;
using Ochre.Pixels;

namespace Ochre.Tests.Bedrock;

/// <summary>A body with pictures is the JSON it stands for: as long as it says, hashed as it is sent, sent as often as needed.</summary>
public sealed class BedrockBodyTests
{
    // As long as one piece of base64 is encoded from; the code's own number, so that the seams are what is tested.
    private const int Piece = 24 * 1024;

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    public static TheoryData<int> Lengths => [100, 101, 102, 103, 104, Piece - 2, Piece - 1, Piece, Piece + 1, Piece + 2, Piece + 3, 2 * Piece - 1, 2 * Piece, 2 * Piece + 1, 5 * Piece + 17];

    [Theory]
    [MemberData(nameof(Lengths))]
    public async Task What_is_sent_is_what_is_hashed_and_measured(int length)
    {
        var picture = Picture(length);
        var body = Body("{\"image\":\"", picture, "\",\"mask\":\"", picture, "\",\"n\":1}");
        var base64 = Convert.ToBase64String(picture.Image.File.Span);
        var expected = Encoding.UTF8.GetBytes($"{{\"image\":\"{base64}\",\"mask\":\"{base64}\",\"n\":1}}");

        Assert.Equal(expected.Length, body.Length);
        Assert.Equal(SHA256.HashData(expected), body.Hash().ToArray());
        using var content = body.Content();
        Assert.Equal(expected.Length, content.Headers.ContentLength);
        Assert.Equal(expected, await content.ReadAsByteArrayAsync(Stop));
        using var again = body.Content();
        Assert.Equal(expected, await again.ReadAsByteArrayAsync(Stop));
    }

    [Fact]
    public void A_picture_may_stand_first_or_last_and_bodies_without_one_are_their_bytes()
    {
        var picture = Picture(100);
        var base64 = Convert.ToBase64String(picture.Image.File.Span);

        Assert.Equal(base64 + "x" + base64, Text(Body("", picture, "x", picture, "")));
        BedrockBody plain = (ReadOnlyMemory<byte>)"{}"u8.ToArray();
        Assert.Equal((2L, "{}"), (plain.Length, Text(plain)));
        Assert.Equal(SHA256.HashData("{}"u8), plain.Hash().ToArray());
    }

    [Fact]
    public async Task Every_try_sends_the_same_and_signs_it_anew()
    {
        using var upstream = new Upstream();
        upstream.Answers.Enqueue(_ => Upstream.Refusal(503, "ServiceUnavailableException", "busy"));
        upstream.Answers.Enqueue(_ => Upstream.Refusal(429, "ThrottlingException", "busy"));
        upstream.Answers.Enqueue(_ => Upstream.Json(200, $$"""{"images":["{{Ochre.Tests.Samples.Png(8, 8, 400)}}"]}"""));
        using var client = new BedrockClient(upstream, AwsIdentity.AccessKey("AKID", "secret"), new() { FirstPause = TimeSpan.Zero }, new ManualTime());
        var body = Body("{\"image\":\"", Picture(Piece + 1), "\"}");

        await using var answer = await client.InvokeAsync([new(new("m", "us-west-2"))], new(body, 1, null), new("images"), [], new(null, new(1), default), Stop);

        Assert.Equal(3, upstream.Requests.Count);
        Assert.All(upstream.Requests, sent => Assert.Equal(Text(body), sent.Body));
        Assert.All(upstream.Requests, sent => Assert.Contains("Signature=", sent.Headers["Authorization"], StringComparison.Ordinal));
    }

    [Fact]
    public async Task Calls_that_share_a_picture_are_sent_at_the_same_time()
    {
        var picture = Picture(50 * Piece + 1);
        var bodies = Enumerable.Range(0, 10).Select(i => Body($"{{\"seed\":{i},\"image\":\"", picture, "\"}")).ToList();

        var sent = await Task.WhenAll(bodies.Select(body => Task.Run(async () =>
        {
            using var content = body.Content();
            return await content.ReadAsStringAsync(Stop);
        }, Stop)));

        var base64 = Convert.ToBase64String(picture.Image.File.Span);
        Assert.Equal(Enumerable.Range(0, 10).Select(i => $"{{\"seed\":{i},\"image\":\"{base64}\"}}"), sent);
    }

    [Fact]
    public void Ten_megabytes_take_no_memory_of_their_own()
    {
        var body = Body("{\"image\":\"", Picture(10_000_000), "\"}");
        Consume(Body("", Picture(100), ""));

        var before = GC.GetAllocatedBytesForCurrentThread();
        body.Hash();
        Consume(body);
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 100_000);

        static void Consume(BedrockBody body)
        {
            body.Hash();
            foreach (var piece in body.Pieces())
                Assert.False(piece.IsEmpty && piece.Length > 0);
        }
    }

    [Fact]
    public async Task A_body_larger_than_Bedrock_takes_is_refused_naming_the_largest_picture()
    {
        // 18,750,000 bytes are 25,000,000 of base64: with the JSON around them a few too many.
        foreach (var (length, fits) in ((int, bool)[])[(18_749_976, true), (18_750_000, false)])
        {
            var call = new BedrockCall(Body("{\"image\":\"", Picture(length), "\"}"), 1, null);
            if (fits)
            {
                using var prepared = await PreparedCalls.MakeAsync([call], Ochre.Tests.Pixels.Conversions.Pipeline, Stop);
                continue;
            }

            var error = (await Assert.ThrowsAsync<ImageException>(() => PreparedCalls.MakeAsync([call], Ochre.Tests.Pixels.Conversions.Pipeline, Stop))).Error;
            Assert.Equal((413, "image_too_large", "image"), (error.Status, error.Code, error.Param));
            Assert.Contains("25000000", error.Message, StringComparison.Ordinal);
        }
    }

    private static InputPicture Picture(int length)
    {
        var file = new byte[length];
        new Random(length).NextBytes(file);
        Pictures.File(8, 8).AsSpan(0, 41).CopyTo(file);
        return new(ImageInput.Read(file, "image", new() { MaxBytes = int.MaxValue }), PictureUse.AsGiven);
    }

    private static BedrockBody Body(params object[] parts) =>
        new([.. parts.Select(part => part is InputPicture picture ? new BedrockBody.Part(default, picture) : new(Encoding.UTF8.GetBytes((string)part), null))]);

    private static string Text(BedrockBody body) => string.Concat(body.Pieces().Select(piece => Encoding.UTF8.GetString(piece.Span)));
}
