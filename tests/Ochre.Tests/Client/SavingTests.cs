namespace Ochre.Tests.Client;

public sealed class SavingTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("ochre-save-").FullName;
    private readonly EmulatedBedrock _bedrock = new();

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    public void Dispose()
    {
        _bedrock.Dispose();
        Directory.Delete(_folder, recursive: true);
    }

    [Theory]
    [InlineData("otter.png")]
    [InlineData("otter.PNG")]
    [InlineData("otter")]
    [InlineData("otter.image")]
    [InlineData("otter.v1.png")]
    public async Task The_file_is_the_image_and_nothing_else_is_left_beside_it(string name)
    {
        var image = await _bedrock.Client.GenerateAsync("a red kite", cancellationToken: Stop);
        var path = Path.Combine(_folder, name);
        File.WriteAllText(path, "the old one");

        await image.SaveAsync(path, Stop);

        Assert.Equal(image.Bytes.ToArray(), File.ReadAllBytes(path));
        Assert.Equal([path], Directory.GetFiles(_folder));
    }

    [Theory]
    [InlineData("otter.jpg", "otter.png")]
    [InlineData("otter.jpeg", "otter.png")]
    [InlineData("otter.webp", "otter.png")]
    public async Task A_name_that_means_another_format_is_refused_with_the_right_one(string name, string right)
    {
        var image = await _bedrock.Client.GenerateAsync("a red kite", cancellationToken: Stop);

        var refusal = await Assert.ThrowsAsync<ArgumentException>(() => image.SaveAsync(Path.Combine(_folder, name), Stop));

        Assert.Contains($"'{right}'", refusal.Message);
        Assert.Empty(Directory.GetFiles(_folder));
    }

    [Fact]
    public async Task What_cannot_be_written_leaves_the_old_file_and_no_other()
    {
        var image = await _bedrock.Client.GenerateAsync("a red kite", cancellationToken: Stop);
        var path = Path.Combine(_folder, "otter.png");
        File.WriteAllText(path, "the old one");
        using var gone = new CancellationTokenSource();
        await gone.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => image.SaveAsync(path, gone.Token));
        await Assert.ThrowsAsync<DirectoryNotFoundException>(() => image.SaveAsync(Path.Combine(_folder, "none", "otter.png"), Stop));

        Assert.Equal("the old one", File.ReadAllText(path));
        Assert.Equal([path], Directory.GetFiles(_folder));
    }

    [Fact]
    public async Task A_jpeg_is_saved_as_one_and_read_back_as_a_picture_to_edit()
    {
        var image = await _bedrock.Client.GenerateAsync("a red kite", new() { Model = "stability.stable-image-core-v1:1", Format = ImageFormat.Jpeg }, Stop);
        var path = Path.Combine(_folder, "otter.jpg");
        await image.SaveAsync(path, Stop);

        var read = await ImageFile.ReadAsync(path, Stop);
        using var stream = image.OpenRead();
        var streamed = await ImageFile.ReadAsync(stream, Stop);

        Assert.Equal(ImageFormat.Jpeg, image.Format);
        Assert.True(image.Bytes.Span[..3].SequenceEqual((ReadOnlySpan<byte>)[0xFF, 0xD8, 0xFF]));
        Assert.Equal(image.Bytes.ToArray(), read.Bytes.ToArray());
        Assert.Equal(image.Bytes.ToArray(), streamed.Bytes.ToArray());
    }

    [Fact]
    public async Task A_file_that_Bedrock_would_not_take_is_not_read_to_its_end()
    {
        var path = Path.Combine(_folder, "large.png");
        using (var large = File.Create(path))
            large.SetLength(25_000_001);
        using var endless = new Pieces(new byte[25_000_001], 1 << 20);

        var file = await Assert.ThrowsAsync<ImageException>(() => ImageFile.ReadAsync(path, Stop));
        var stream = await Assert.ThrowsAsync<ImageException>(() => ImageFile.ReadAsync(endless, Stop));

        Assert.Equal((413, "image_too_large"), (file.Error.Status, file.Error.Code));
        Assert.Equal((413, "image_too_large"), (stream.Error.Status, stream.Error.Code));
    }
}
