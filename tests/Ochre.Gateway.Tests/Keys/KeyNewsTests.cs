using System.Net.Http.Json;
using Microsoft.Extensions.DependencyInjection;
using Ochre.Gateway.Auth;
using Ochre.Gateway.Keys;
using Ochre.Gateway.Spend.Database;

namespace Ochre.Gateway.Tests.Keys;

public class KeyNewsTests
{
    [Fact]
    public async Task A_key_that_is_revoked_on_one_node_opens_on_no_other()
    {
        await using var signals = new Signals(TimeProvider.System);
        await using var one = await KeyGateway.StartAsync(services: services => services.AddSingleton(signals));
        var shared = new SwitchedDatabase(one.Gateway.Server.Services.GetRequiredService<IDatabase>());
        var pepper = one.Gateway.Server.Services.GetRequiredService<Pepper>();
        await using var other = await KeyGateway.StartAsync(services: services =>
        {
            services.AddSingleton(signals);
            services.AddSingleton(pepper);
            // What the second node knows of keys comes from the first one's database.
            services.AddSingleton(new KeyLookup((id, stop) => KeyBook.FindAsync(shared, id, stop), TimeProvider.System));
        });
        var (key, id) = await one.MakeAsync();
        Assert.Equal((200, 200), ((await one.PaintAsync(key)).Status, (await other.PaintAsync(key)).Status));

        await one.GetAsync("/key/block", $$"""{"key":"{{id}}"}""");
        Assert.Equal(((403, "key_blocked"), (403, "key_blocked")), (await one.PaintAsync(key), await other.PaintAsync(key)));
        await one.GetAsync("/key/unblock", $$"""{"key":"{{id}}"}""");
        Assert.Equal((200, null), await other.PaintAsync(key));
        await one.GetAsync("/key/delete", $$"""{"keys":["{{id}}"]}""");
        Assert.Equal((401, "invalid_api_key"), await other.PaintAsync(key));
    }

    [Fact]
    public async Task An_administrator_who_leaves_at_once_has_revoked_his_keys_all_the_same()
    {
        using var left = new CancellationTokenSource();
        await using var signals = new LeftSignals(left);
        await using var gateway = await KeyGateway.StartAsync(services: services => services.AddSingleton<Signals>(signals));
        var (first, firstId) = await gateway.MakeAsync();
        var (second, secondId) = await gateway.MakeAsync();
        Assert.Equal((200, 200), ((await gateway.PaintAsync(first)).Status, (await gateway.PaintAsync(second)).Status));

        signals.Leaves = true;
        using var request = new HttpRequestMessage(HttpMethod.Post, "/key/delete") { Content = JsonContent.Create(new { keys = new[] { firstId, secondId } }) };
        request.Headers.Authorization = new("Bearer", KeyGateway.Master);
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => gateway.Gateway.CreateClient().SendAsync(request, left.Token));

        await signals.BothToldAsync();
        Assert.Equal(((401, "invalid_api_key"), (401, "invalid_api_key")), (await gateway.PaintAsync(first), await gateway.PaintAsync(second)));
    }

    [Theory]
    [InlineData("key", "id", 1)]
    [InlineData("key", "another", 0)]
    [InlineData("party", "all", 1)]
    [InlineData("missed", "", 1)]
    [InlineData("budget", "id", 0)]
    public async Task Whatever_may_have_changed_is_read_again(string kind, string text, int readsAgain)
    {
        var reads = 0;
        await using var signals = new Signals(TimeProvider.System);
        using var lookup = new KeyLookup((id, _) => Task.FromResult<KeyRecord?>(new(new(id), [(byte)++reads])), new ManualTime());
        _ = new KeyNews(lookup, signals);
        await lookup.FindAsync("id", TestContext.Current.CancellationToken);

        await signals.TellAsync(kind, text, TestContext.Current.CancellationToken);
        await lookup.FindAsync("id", TestContext.Current.CancellationToken);

        Assert.Equal(1 + readsAgain, reads);
    }

    /// <summary>The client leaves while the others are told, as it can where they are told over a network.</summary>
    private sealed class LeftSignals(CancellationTokenSource left) : Signals(TimeProvider.System)
    {
        private readonly SemaphoreSlim _told = new(0);

        public bool Leaves { get; set; }

        public async Task BothToldAsync()
        {
            for (var i = 0; i < 2; i++)
                Assert.True(await _told.WaitAsync(TimeSpan.FromSeconds(10), TestContext.Current.CancellationToken), "The second key's revocation was told to nobody.");
        }

        public override async Task TellAsync(string kind, string text, CancellationToken cancellationToken)
        {
            Hear(kind, text);
            if (!Leaves)
                return;
            _told.Release();
            await left.CancelAsync();
            if (cancellationToken.CanBeCanceled)
                await Task.Delay(Timeout.Infinite, cancellationToken);
        }
    }
}
