using Ochre.Bedrock;
using Ochre.Stores;

namespace Ochre.Tests.Stores;

public sealed class DiskStoreTests : IDisposable
{
    private static readonly Uri s_origin = new("https://images.example.com/");
    private readonly string _folder = Directory.CreateTempSubdirectory("ochre-test-").FullName;
    private readonly ManualTime _time = new();
    private readonly DiskStore _store;

    public DiskStoreTests() => _store = Store();

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public async Task An_image_is_found_again_byte_for_byte_also_after_a_restart()
    {
        var encoded = Samples.Png(300, 200, 500_000);
        var (name, exp, sig) = Parts(await PutAsync(encoded));

        foreach (var store in (DiskStore[])[_store, Store()])
        {
            var file = store.Find(name, exp, sig);
            Assert.NotNull(file);
            Assert.Equal(Convert.FromBase64String(encoded), await File.ReadAllBytesAsync(file.FullName, Stop));
        }
    }

    [Fact]
    public async Task An_image_that_breaks_off_leaves_nothing()
    {
        var answer = $$"""{"images":["{{Samples.Png(9, 9, 500_000)}}"]}""";
        using var reader = new AnswerReader(new Pieces(answer, 10_000, breakAt: 300_000), new("images"), 1_000_000);
        await reader.NextImageAsync(Stop);

        await Assert.ThrowsAsync<ImageException>(() => _store.PutAsync("req_x", new PassingImage(0, reader, null), s_origin, Stop));

        Assert.Empty(Directory.EnumerateFiles(_folder, "*", SearchOption.AllDirectories));
    }

    [Fact]
    public async Task Only_what_has_expired_is_swept()
    {
        var (name, exp, sig) = Parts(await PutAsync(Samples.Png(9, 9, 100)));

        _time.Advance(TimeSpan.FromMinutes(59));
        Assert.Equal(0, _store.Sweep());
        Assert.NotNull(_store.Find(name, exp, sig));

        _time.Advance(TimeSpan.FromHours(3));
        var foreign = Directory.CreateDirectory(Path.Combine(_folder, "2024-01-05"));
        Assert.Equal(1, _store.Sweep());
        Assert.Equal(foreign.FullName, Assert.Single(Directory.EnumerateFileSystemEntries(_folder)));
    }

    [Theory]
    [InlineData("../../etc/passwd")]
    [InlineData("2026112112-../x.png")]
    [InlineData("2026112112/x.png")]
    [InlineData("x")]
    [InlineData("")]
    public void A_name_that_is_not_ours_is_no_path_even_when_it_is_signed(string name)
    {
        var (_, exp, sig) = Parts(new($"https://x/v1/images/n/content?{Links().Query(name, TimeSpan.FromHours(1))}"));
        Assert.Null(_store.Find(name, exp, sig));
    }

    [Fact]
    public void A_folder_that_cannot_be_written_is_told_before_anything_is_bought()
    {
        var file = Path.Combine(_folder, "taken");
        File.WriteAllText(file, "");
        var store = new DiskStore(Path.Combine(file, "images"), Links(), TimeSpan.FromHours(1), _time);

        var refusal = Assert.Throws<ImageException>(() => store.Reserve(1));

        Assert.Equal((503, "image_store_unavailable"), (refusal.Error.Status, refusal.Error.Code));
        Assert.DoesNotContain(_folder, refusal.Error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task When_the_quota_is_used_up_what_has_expired_goes_before_anybody_is_refused()
    {
        var store = new DiskStore(_folder, Links(), TimeSpan.FromMinutes(60), _time, new DiskLimits { Quota = DiskSpace.Expected + 100_000 });
        store.Reserve(1).Dispose();
        await PutAsync(Samples.Png(9, 9, 200_000), store);

        var refusal = Assert.Throws<ImageException>(() => store.Reserve(1));
        Assert.Equal((503, "image_store_unavailable"), (refusal.Error.Status, refusal.Error.Code));
        Assert.Contains("quota is used up", refusal.Error.Message, StringComparison.Ordinal);

        _time.Advance(TimeSpan.FromHours(3));
        store.Reserve(1).Dispose();
        Assert.Empty(Directory.EnumerateFileSystemEntries(_folder));
    }

    [Fact]
    public async Task It_passes_the_self_test_and_keeps_nothing_of_it()
    {
        Assert.Null(await StoreTrial.RunAsync(_store, "self-test_x", Stop));
        Assert.Empty(Directory.EnumerateFiles(_folder, "*", SearchOption.AllDirectories));
    }

    private async Task<Uri> PutAsync(string encoded, DiskStore? store = null)
    {
        using var reader = new AnswerReader(new Pieces($$"""{"images":["{{encoded}}"]}""", 10_000), new("images"), 1_000_000);
        Assert.True(await reader.NextImageAsync(Stop));
        return (await (store ?? _store).PutAsync("req_x", new PassingImage(0, reader, null), s_origin, Stop)).Link;
    }

    private DiskStore Store() => new(_folder, Links(), TimeSpan.FromMinutes(60), _time);

    private SignedLinks Links() => new([[1, 2, 3]], _time);

    private static (string Name, string? Expires, string? Signature) Parts(Uri link)
    {
        var query = link.Query.TrimStart('?').Split('&').Select(part => part.Split('=')[1]).ToArray();
        return (link.Segments[3].TrimEnd('/'), query[0], query[1]);
    }
}
