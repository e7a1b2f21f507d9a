using Ochre.Stores;

namespace Ochre.Tests.Stores;

/// <summary>Stores that only seem to work, and how the self-test names them.</summary>
public class StoreTrialTests
{
    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_store_that_works_is_left_as_it_was()
    {
        var store = new Shelf();
        Assert.Null(await StoreTrial.RunAsync(store, "self-test_1", Stop));
        Assert.Empty(store.Kept);
        Assert.Equal(3, store.Opened);
    }

    [Theory]
    [InlineData("changed bytes", "changes what is stored")]
    [InlineData("longer", "changes what is stored")]
    [InlineData("refused link", "links do not work")]
    [InlineData("forged signature", "does not protect images")]
    [InlineData("no signature", "does not protect images")]
    public async Task A_store_that_fails_is_named_and_nothing_stays_in_it(string flaw, string reason)
    {
        var store = new Shelf { Flaw = flaw };

        var refusal = await Assert.ThrowsAsync<ImageException>(() => StoreTrial.RunAsync(store, "self-test_1", Stop));

        Assert.Equal("image_store_unavailable", refusal.Error.Code);
        Assert.Contains(reason, refusal.Error.Message, StringComparison.Ordinal);
        Assert.Contains("shelf", refusal.Error.OperatorHint, StringComparison.Ordinal);
        Assert.Empty(store.Kept);
    }

    [Fact]
    public async Task One_that_cannot_remove_works_all_the_same_and_the_operator_is_told()
    {
        var remark = await StoreTrial.RunAsync(new Shelf { Flaw = "keeps" }, "self-test_1", Stop);
        Assert.Contains("AccessDenied", remark, StringComparison.Ordinal);
    }

    private sealed class Shelf : IImageStore
    {
        public string Flaw { get; init; } = "";

        public Dictionary<string, byte[]> Kept { get; } = [];

        public int Opened { get; private set; }

        public string Name => "shelf";

        public IDisposable Reserve(int images) => new MemoryStream();

        public async Task<StoredImage> PutAsync(string request, ArrivingImage image, Uri origin, CancellationToken cancellationToken)
        {
            using var file = new MemoryStream();
            await image.CopyToAsync(file, cancellationToken);
            Kept[request] = file.ToArray();
            return new(request, new($"http://shelf/{request}?sig=abc"));
        }

        public Task<Stream?> OpenAsync(Uri link, CancellationToken cancellationToken)
        {
            Opened++;
            var file = Kept[link.AbsolutePath[1..]];
            var opens = link.Query switch
            {
                "?sig=abc" => Flaw != "refused link",
                "" => Flaw == "no signature",
                _ => Flaw == "forged signature",
            };
            byte[] given = Flaw switch
            {
                "changed bytes" => [.. file[..^1], 0],
                "longer" => [.. file, 0],
                _ => file,
            };
            return Task.FromResult<Stream?>(opens ? new MemoryStream(given) : null);
        }

        public Task<Uri?> RenewAsync(Uri link, CancellationToken cancellationToken) => Task.FromResult<Uri?>(link);

        public Task RemoveAsync(string key, CancellationToken cancellationToken) =>
            Flaw == "keeps" ? throw StoreRefusal.Of("refuses", "403 AccessDenied") : Task.FromResult(Kept.Remove(key));
    }
}
