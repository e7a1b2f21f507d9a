using System.IO.Pipelines;
using System.Text;
using Ochre.Bedrock;
using Ochre.Pixels;

namespace Ochre.Benchmarks.Pixels;

/// <summary>One conversion as the gateway does it: from Bedrock's base64 to ours.</summary>
internal static class Conversion
{
    private static readonly PixelPipeline s_pixels = new(new());

    /// <summary>A file as Bedrock answers it.</summary>
    public static byte[] Answer(byte[] file) => Encoding.ASCII.GetBytes($$"""{"images":["{{Convert.ToBase64String(file)}}"]}""");

    public static async Task RunAsync(byte[] answer, params PixelStep[] steps)
    {
        var image = await ConvertAsync(answer, steps);
        var writer = PipeWriter.Create(Stream.Null);
        await image.CopyBase64ToAsync(writer, CancellationToken.None);
        await writer.CompleteAsync();
        (image as IDisposable)?.Dispose();
    }

    public static async Task<byte[]> FileAsync(byte[] answer, params PixelStep[] steps)
    {
        using var file = new MemoryStream();
        var image = await ConvertAsync(answer, steps);
        await image.CopyToAsync(file, CancellationToken.None);
        (image as IDisposable)?.Dispose();
        return file.ToArray();
    }

    private static async Task<ArrivingImage> ConvertAsync(byte[] answer, PixelStep[] steps)
    {
        using var reader = new AnswerReader(new MemoryStream(answer), new("images"), long.MaxValue);
        await reader.NextImageAsync(CancellationToken.None);
        return await s_pixels.RunAsync(new PassingImage(0, reader, null), steps, CancellationToken.None);
    }
}
