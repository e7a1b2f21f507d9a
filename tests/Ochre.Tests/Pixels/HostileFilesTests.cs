using System.Diagnostics;
using Ochre.Pixels;

namespace Ochre.Tests.Pixels;

public class HostileFilesTests
{
    private static readonly ImageFormat[] s_formats = Enum.GetValues<ImageFormat>();

    [Fact]
    public async Task Right_files_of_every_kind_become_the_right_picture()
    {
        List<string> wrong = [];
        foreach (var (name, file) in HostileFiles.Whole())
        {
            foreach (var format in s_formats)
            {
                // CMYK has no such green: libvips' own tool is 141 off.
                var tolerance = name.StartsWith("cmyk", StringComparison.Ordinal) ? 150 : 12;
                var difference = Conversions.Difference(await Conversions.PixelsAsync(await Conversions.ConvertAsync(file, new PixelStep.Cover(new(144, 108)), new PixelStep.Encode(format, 95))), name.Contains("kind 6", StringComparison.Ordinal) && format is ImageFormat.Jpeg);
                if (difference > tolerance)
                    wrong.Add($"{name} as {format}: off by {difference}");
            }
        }

        Assert.Empty(wrong);
    }

    [Fact]
    public async Task Greys_and_palettes_are_right_too()
    {
        List<string> wrong = [];
        foreach (var (name, file) in HostileFiles.Grey())
        {
            var (width, height, channels, pixels) = await Conversions.PixelsAsync(await Conversions.ConvertAsync(file, new PixelStep.Cover(new(80, 60)), new PixelStep.Encode(ImageFormat.Webp, 95)));
            var (left, right) = (pixels[30 * 80 * channels], pixels[(30 * 80 + 39) * channels]);
            // One bit is black up to the middle; a jpeg's grey is made of three colours.
            var known = name.StartsWith("png kind", StringComparison.Ordinal);
            var middle = name.Contains("depth 1 ", StringComparison.Ordinal) || name.EndsWith("depth 1", StringComparison.Ordinal) ? 0 : 100;
            if ((width, height) != (80, 60) || (known && (left > 20 || Math.Abs(right - middle) > 55)))
                wrong.Add($"{name}: {left} and {right}");
        }

        Assert.Empty(wrong);
    }

    [Fact]
    public async Task Every_other_file_is_refused_or_becomes_a_whole_picture()
    {
        var files = HostileFiles.Damaged().Concat(HostileFiles.Lying()).Concat(HostileFiles.Masked()).ToList();
        Assert.True(files.Count >= 200, $"{files.Count} files");
        var (refused, i) = (0, 0);
        List<string> wrong = [];
        foreach (var (name, file) in files)
        {
            var format = s_formats[i++ % 3];
            try
            {
                // Another size than any of them has, so that each is decoded.
                var made = await Conversions.ConvertAsync(file, new PixelStep.Cover(new(64, 48)), new PixelStep.Encode(format, 50));
                if (ImageHeader.Read(made) is not { IsAnimated: false } header || (header.Format, header.Size) != (format, new PixelSize(64, 48)))
                    wrong.Add($"{name} became {ImageHeader.Read(made)}");
            }
            catch (ImageException refusal)
            {
                refused++;
                if (refusal.Error is not { Status: 502, Code: "bedrock_bad_answer" })
                    wrong.Add($"{name}: {refusal.Error}");
            }
        }

        TestContext.Current.SendDiagnosticMessage($"{files.Count} files, {refused} refused");
        Assert.Empty(wrong);
    }

    [Fact]
    public async Task A_file_that_breaks_off_is_refused()
    {
        foreach (var (name, file) in HostileFiles.Whole().Where(file => file.Name is "png kind 2 depth 8" or "jpeg" or "webp" or "lossless webp" or "progressive jpeg"))
        {
            var refusal = await Assert.ThrowsAsync<ImageException>(() => Conversions.ConvertAsync(file[..(file.Length * 6 / 10)], new PixelStep.Encode(ImageFormat.Jpeg, 90), new PixelStep.Cover(new(50, 50))));
            Assert.True(refusal.Error.Status == 502, name);
        }
    }

    [Theory]
    [InlineData("animated webp", "animated")]
    [InlineData("animated png", "animated")]
    [InlineData("png that claims 50000 x 50000", "more than 16777216 pixels")]
    [InlineData("jpeg that claims 50000 x 50000", "more than 16777216 pixels")]
    [InlineData("webp of 16383 x 16383 in 40 bytes", "more than 16777216 pixels")]
    public async Task What_the_header_gives_away_never_reaches_the_decoder(string name, string reason)
    {
        var file = HostileFiles.Lying().First(file => file.Name == name).File;

        var refusal = await Assert.ThrowsAsync<ImageException>(() => Conversions.ConvertAsync(file, new PixelStep.Encode(ImageFormat.Jpeg, 90), new PixelStep.Cover(new(50, 50))));

        Assert.Contains(reason, refusal.Error.OperatorHint, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_bomb_costs_neither_time_nor_memory()
    {
        var bomb = HostileFiles.Bomb();
        Assert.InRange(bomb.Length, 200_000, 400_000);
        var (quickest, most) = (double.MaxValue, 0L);
        for (var i = 0; i < 5; i++)
        {
            var image = await Conversions.ArriveAsync(bomb);
            var (allocated, started) = (GC.GetAllocatedBytesForCurrentThread(), Stopwatch.GetTimestamp());
            var refused = Conversions.Pipeline.RunAsync(image, Conversions.To(ImageFormat.Webp), TestContext.Current.CancellationToken);
            // Refused by this very thread, before any worker had it.
            Assert.True(refused.IsFaulted);
            (quickest, most) = (Math.Min(quickest, Stopwatch.GetElapsedTime(started).TotalMilliseconds), Math.Max(most, GC.GetAllocatedBytesForCurrentThread() - allocated));
            await Assert.ThrowsAsync<ImageException>(() => refused);
        }

        TestContext.Current.SendDiagnosticMessage($"{bomb.Length} bytes, {quickest:0.0} ms, {most} bytes allocated");
        Assert.InRange(most, 0, 32_000_000);
        Assert.InRange(quickest, 0, 50);
    }
}
