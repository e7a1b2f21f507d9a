using System.Text;
using Ochre.Bedrock;
using Ochre.Pixels;

namespace Ochre.Tests.Pixels;

/// <summary>Files sent through the pipeline as Bedrock would send them: base64 in a JSON answer.</summary>
internal static class Conversions
{
    public static PixelPipeline Pipeline { get; } = new(new());

    public static PixelStep[] To(ImageFormat format, int quality = 100) => [new PixelStep.Encode(format, quality)];

    public static async Task<ArrivingImage> ArriveAsync(byte[] file)
    {
        var answer = new MemoryStream(Encoding.ASCII.GetBytes($$"""{"images":["{{Convert.ToBase64String(file)}}"]}"""));
        var reader = new AnswerReader(answer, new("images"), long.MaxValue);
        Assert.True(await reader.NextImageAsync(TestContext.Current.CancellationToken));
        return new PassingImage(0, reader, null);
    }

    /// <summary>What comes out, with its bytes.</summary>
    public static async Task<(ArrivingImage Image, byte[] File)> RunAsync(byte[] file, params PixelStep[] steps)
    {
        var image = await Pipeline.RunAsync(await ArriveAsync(file), steps, TestContext.Current.CancellationToken);
        var bytes = await BytesAsync(image);
        (image as IDisposable)?.Dispose();
        return (image, bytes);
    }

    public static async Task<byte[]> ConvertAsync(byte[] file, params PixelStep[] steps) => (await RunAsync(file, steps)).File;

    public static async Task<byte[]> BytesAsync(ArrivingImage image)
    {
        using var bytes = new MemoryStream();
        await image.CopyToAsync(bytes, TestContext.Current.CancellationToken);
        return bytes.ToArray();
    }

    /// <summary>Pixels of any file that the codec reads; a png is read without it.</summary>
    public static async Task<(int Width, int Height, int Channels, byte[] Pixels)> PixelsAsync(byte[] file) =>
        PngFile.Read(ImageHeader.Read(file)?.Format is ImageFormat.Png ? file : await ConvertAsync(file, To(ImageFormat.Png)));

    /// <summary>Holds a picture against the gradient of <see cref="PngFile"/>; gives the worst channel difference of 25 places.</summary>
    public static int Difference((int Width, int Height, int Channels, byte[] Pixels) picture, bool isFlattened = false)
    {
        var worst = 0;
        for (var i = 0; i < 25; i++)
        {
            var (x, y) = ((2 * (i % 5) + 1) * picture.Width / 10, (2 * (i / 5) + 1) * picture.Height / 10);
            var (red, green, blue, _) = PngFile.Pixel(x, y, picture.Width, picture.Height);
            var pixel = picture.Pixels.AsSpan((y * picture.Width + x) * picture.Channels, picture.Channels);
            // A pixel that can be seen through may have any colour; one that could be in the source is white in a jpeg.
            if ((picture.Channels is 2 or 4 && pixel[^1] < 255) || (isFlattened && x >= picture.Width / 2))
                continue;
            worst = Math.Max(worst, Math.Abs(pixel[0] - red));
            if (picture.Channels >= 3)
                worst = Math.Max(worst, Math.Max(Math.Abs(pixel[1] - green), Math.Abs(pixel[2] - blue)));
        }

        return worst;
    }
}
