using System.Net;
using Microsoft.Extensions.DependencyInjection;
using Ochre.Gateway.Sources;
using Ochre.Gateway.Uploads;

namespace Ochre.Gateway.Tests.Sources;

/// <summary>What an https address may lead to. Every address in the world has a listener here, and none that is refused is ever connected to.</summary>
public class HttpsSourceTests
{
    private static readonly UploadLimits s_limits = new() { MaxFileBytes = 100_000 };

    public static TheoryData<string> Refused => [.. AddressCases.Refused];

    [Fact]
    public void There_are_more_than_300_addresses_in_disguise() => Assert.InRange(AddressCases.Refused.Count(), 300, 500);

    [Theory]
    [MemberData(nameof(Refused))]
    public async Task A_name_that_leads_to_an_address_that_is_not_public_is_not_followed(string address)
    {
        var internet = new FakeInternet { Names = { ["pictures.test"] = new([[address]]), ["mixed.test"] = new([["93.184.216.34", address]]) } };

        await RefusedAsync(internet, "https://pictures.test/a.png", "pictures.test");
        await RefusedAsync(internet, "https://mixed.test/a.png", "mixed.test");

        Assert.Empty(internet.Connected);
    }

    [Theory]
    [MemberData(nameof(Refused))]
    public async Task An_address_that_is_not_public_is_not_followed_although_it_stands_on_the_list(string address)
    {
        var literal = address.Contains(':', StringComparison.Ordinal) ? $"[{address}]" : address;
        var internet = new FakeInternet();

        await RefusedAsync(internet, $"https://{literal}/a.png", literal.Split('%')[0].TrimEnd(']') + (literal.StartsWith('[') ? "]" : ""));

        Assert.Empty(internet.Connected);
    }

    [Fact]
    public async Task Public_addresses_are_connected_to_as_they_were_found()
    {
        foreach (var address in AddressCases.Public)
        {
            var internet = new FakeInternet { Names = { ["pictures.test"] = new([[address]]) } };
            Assert.Equal(EditGateway.Picture, await ReadAsync(internet, "https://pictures.test/a.png", "pictures.test"));
            Assert.Equal([new IPEndPoint(IPAddress.Parse(address), 443)], internet.Connected);
        }
    }

    [Fact]
    public async Task A_name_that_changes_its_mind_is_judged_at_each_connection()
    {
        var internet = new FakeInternet { Names = { ["rebind.test"] = new([["93.184.216.34"], ["127.0.0.1"], ["169.254.169.254"], ["::1"]]) } };
        using var source = Source(internet, "rebind.test");

        await ReadAsync(source, "https://rebind.test/1.png");
        foreach (var path in (string[])["2", "3", "4"])
            await Assert.ThrowsAsync<ImageException>(() => ReadAsync(source, $"https://rebind.test/{path}.png"));

        Assert.Equal([IPAddress.Parse("93.184.216.34")], internet.Connected.Select(to => to.Address));
    }

    [Theory]
    [InlineData(301, "https://169.254.169.254/latest/meta-data/")]
    [InlineData(302, "http://127.0.0.1/")]
    [InlineData(303, "https://pictures.test/b.png")]
    [InlineData(307, "file:///etc/passwd")]
    [InlineData(308, "//metadata.test/")]
    [InlineData(302, "https://[::1]/")]
    [InlineData(302, "gopher://127.0.0.1:6379/_FLUSHALL")]
    [InlineData(300, "https://other.test/")]
    [InlineData(304, "https://other.test/")]
    public async Task A_redirect_is_told_and_not_followed(int status, string to)
    {
        var internet = new FakeInternet
        {
            Names = { ["pictures.test"] = new([["93.184.216.34"]]), ["metadata.test"] = new([["169.254.169.254"]]), ["other.test"] = new([["8.8.8.8"]]) },
            Site = _ => FakeInternet.Answer([], $"{status} Elsewhere", $"Location: {to}\r\n"),
        };

        var error = await RefusedAsync(internet, "https://pictures.test/a.png", "pictures.test,other.test,metadata.test");

        Assert.Single(internet.Connected);
        Assert.DoesNotContain(to, error.Message, StringComparison.Ordinal);
    }

    public static TheoryData<string> Spellings =>
    [
        "http://pictures.test/a.png", "https://user@pictures.test/a.png", "https://user:secret@pictures.test/a.png", "https://@pictures.test/", "https://pictures.test@evil.test/a.png", "https://pictures.test:444/a.png",
        "https://pictures.test:80/a.png", "https://pictures.test:22/", "https://pictures.test/a.png#b", "https://evil.test/", "https://pictures.test.evil.test/", "https://evilpictures.test/", "https://sub.pictures.test/",
        "https://pictures.test../a.png", "https://127.0.0.1/", "https://0x7f.1/", "https://0x7f000001/", "https://2130706433/", "https://127.1/", "https://0177.0.0.1/", "https://017700000001/", "https://0/",
        "https://[::1]/", "https://[::ffff:127.0.0.1]/", "https://[::ffff:7f00:1]/", "https://[0:0:0:0:0:ffff:7f00:0001]/", "https://localhost/", "https://localhost./", "https://LOCALHOST/", "https://169.254.169.254/latest/meta-data/",
        "https://0xA9FEA9FE/", "https://2852039166/", "https://①②⑦.⓪.⓪.①/", "https://127。0。0。1/", "https://pictures.test\\@evil.test/", "https://evil.test\\.pictures.test/", "https:\\\\evil.test/", "https:///evil.test/", "https:evil.test",
        "https://", "https://?", "https://#", "https://pictures.test%00.evil.test/", "https://pictures.test%2eevil.test/", "https://pictures.test\t.evil.test/", "https://pictures.test\r\nHost: evil.test/", "https://ⓔvil.test/",
        "https://pictures.test:443@evil.test/", "https://evil.test?pictures.test", "https://evil.test;pictures.test/", "https://[pictures.test]/", "https://[::1%25eth0]/", "https://pictures.test:99999/", "https://pictures.test:-1/", "ftp://pictures.test/",
        "https://metadata.google.internal/computeMetadata/v1/", "https://instance-data/", "https://kubernetes.default.svc/", "https://[fd00:ec2::254]/", "https://xn--/", "https://pıctures.test/",
    ];

    [Theory]
    [MemberData(nameof(Spellings))]
    public async Task An_address_that_is_not_on_the_list_is_not_even_looked_up(string address)
    {
        var internet = new FakeInternet { Names = { ["pictures.test"] = new([["93.184.216.34"]]) } };
        foreach (var name in (string[])["evil.test", "localhost", "sub.pictures.test", "pictures.test.evil.test", "evilpictures.test"])
            internet.Names[name] = new([["93.184.216.34"]]);

        var error = await RefusedAsync(internet, address, "pictures.test");

        Assert.Equal((400, "invalid_value", "image"), (error.Status, error.Code, error.Param));
        Assert.Empty(internet.Connected);
    }

    [Theory]
    [InlineData("https://pictures.test/a.png", "pictures.test")]
    [InlineData("https://PICTURES.test/a.png", "pictures.test")]
    [InlineData("https://pictures.test./a.png", "pictures.test")]
    [InlineData("https://pictures.test:443/a.png", "PICTURES.TEST")]
    [InlineData("https://pictures.test:8443/a.png", "pictures.test:8443")]
    [InlineData("https://pictures.test/a.png", "*.test")]
    [InlineData("https://pictures.test/a.png?x=a@b", "*")]
    [InlineData("https://bücher.test/a.png", "bücher.test")]
    [InlineData("https://xn--bcher-kva.test/a.png", "bücher.test")]
    public async Task A_host_on_the_list_is_fetched_from_in_each_of_its_spellings(string address, string list)
    {
        var internet = new FakeInternet { Names = { ["pictures.test"] = new([["93.184.216.34"]]), ["xn--bcher-kva.test"] = new([["93.184.216.34"]]) } };
        Assert.Equal(EditGateway.Picture, await ReadAsync(internet, address, list));
    }

    [Fact]
    public async Task Every_public_host_is_not_every_address()
    {
        foreach (var address in (string[])["https://93.184.216.34/", "https://[2606:4700::1]/"])
        {
            var internet = new FakeInternet();
            await RefusedAsync(internet, address, "*");
            Assert.Empty(internet.Connected);
        }
    }

    [Fact]
    public async Task Private_networks_are_reached_only_where_the_operator_says_so_and_metadata_never()
    {
        foreach (var (address, allowed) in ((string, bool)[])[("10.1.2.3", true), ("192.168.1.1", true), ("172.16.0.1", true), ("100.64.0.1", true), ("fd12::1", true), ("::ffff:10.1.2.3", true),
            ("127.0.0.1", false), ("::1", false), ("169.254.169.254", false), ("fe80::1", false), ("100.100.100.200", false), ("fd00:ec2::254", false), ("224.0.0.1", false), ("0.0.0.0", false)])
        {
            var internet = new FakeInternet { Names = { ["inside.test"] = new([[address]]) } };
            using var source = Source(internet, "inside.test", settings => settings with { AllowsPrivateAddresses = true });
            if (allowed)
                Assert.Equal(EditGateway.Picture, await ReadAsync(source, "https://inside.test/"));
            else
                await Assert.ThrowsAsync<ImageException>(() => ReadAsync(source, "https://inside.test/"));
            Assert.Equal(allowed ? 1 : 0, internet.Connected.Count);
        }
    }

    [Fact]
    public async Task What_comes_is_counted_announced_or_not()
    {
        foreach (var head in (string[])["Content-Length: 200000", "Connection: close"])
        {
            var internet = new FakeInternet
            {
                Names = { ["pictures.test"] = new([["93.184.216.34"]]) },
                Site = _ => [.. System.Text.Encoding.ASCII.GetBytes($"HTTP/1.1 200 OK\r\n{head}\r\n\r\n"), .. new byte[200_000]],
            };
            var error = await RefusedAsync(internet, "https://pictures.test/a.png", "pictures.test");
            Assert.Equal((413, "image_too_large", "image"), (error.Status, error.Code, error.Param));
        }
    }

    [Theory]
    [InlineData("HTTP/1.1 404 Not Found\r\nContent-Length: 0\r\n\r\n")]
    [InlineData("HTTP/1.1 500 Oh\r\nContent-Length: 0\r\n\r\n")]
    [InlineData("HTTP/1.1 206 Partial\r\nContent-Length: 1\r\n\r\n1")]
    [InlineData("HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\n1")]
    [InlineData("SSH-2.0-OpenSSH_9.2\r\n")]
    [InlineData("")]
    public async Task A_host_that_does_not_answer_as_it_should_is_a_400(string answer)
    {
        var internet = new FakeInternet { Names = { ["pictures.test"] = new([["93.184.216.34"]]) }, Site = _ => System.Text.Encoding.ASCII.GetBytes(answer) };
        Assert.Equal(400, (await RefusedAsync(internet, "https://pictures.test/a.png", "pictures.test")).Status);
    }

    [Fact]
    public async Task A_host_without_a_name_or_with_anothers_certificate_is_a_400()
    {
        var unknown = new FakeInternet();
        Assert.Equal(400, (await RefusedAsync(unknown, "https://pictures.test/a.png", "pictures.test")).Status);
        var forged = new FakeInternet { Names = { ["pictures.test"] = new([["93.184.216.34"]]) } };
        using var source = new HttpsSource(Settings("pictures.test"), s_limits, new(s_limits), forged.Internet with { Certificates = null }, TimeProvider.System);
        var refusal = await Assert.ThrowsAsync<ImageException>(() => ReadAsync(source, "https://pictures.test/a.png"));
        Assert.Contains("certificate", refusal.Error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_host_that_says_nothing_is_not_waited_for_longer_than_the_deadline()
    {
        var time = new ManualTime();
        using var asked = new ManualResetEventSlim();
        using var over = new ManualResetEventSlim();
        var internet = new FakeInternet
        {
            Names = { ["pictures.test"] = new([["93.184.216.34"]]) },
            Site = _ =>
            {
                asked.Set();
                over.Wait(TimeSpan.FromSeconds(30));
                return [];
            },
        };
        using var source = new HttpsSource(Settings("pictures.test"), s_limits, new(s_limits), internet.Internet, time);

        var reading = ReadAsync(source, "https://pictures.test/a.png");
        await Task.Factory.StartNew(() => asked.Wait(TimeSpan.FromSeconds(30)), TaskCreationOptions.LongRunning);
        time.Advance(TimeSpan.FromSeconds(31));
        var refusal = await Assert.ThrowsAsync<ImageException>(() => reading);
        over.Set();

        Assert.Contains("30 seconds", refusal.Error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task At_the_front_door_a_listed_host_is_fetched_and_an_unlisted_one_named_with_the_way_to_list_it()
    {
        var internet = new FakeInternet { Names = { ["pictures.test"] = new([["93.184.216.34"]]) } };
        await using var gateway = await EditGateway.StartAsync(
            settings => settings with { Sources = Settings("pictures.test") }, services => services.AddSingleton(internet.Internet));

        using var good = await gateway.EditAsync($$"""{"model":"{{EditGateway.Cutout}}","images":[{"image_url":"https://pictures.test/a.png?secret=1"}]}""");
        using var bad = await gateway.EditAsync($$"""{"model":"{{EditGateway.Cutout}}","images":["https://evil.test/secret.png"]}""");
        using var unknown = await gateway.EditAsync("""{"model":"no-such-model","images":["https://pictures.test/a.png"]}""");

        Assert.True(good.IsSuccessStatusCode, await good.Content.ReadAsStringAsync(TestContext.Current.CancellationToken));
        Assert.Equal(EditGateway.Picture, gateway.Given("image"));
        var error = await bad.ErrorAsync();
        Assert.Equal((400, "images[0]"), ((int)bad.StatusCode, error["param"]!.ToString()));
        Assert.Contains("OCHRE_INPUT_HOSTS", error["message"]!.ToString(), StringComparison.Ordinal);
        Assert.Equal("model_not_found", (await unknown.ErrorAsync())["code"]!.ToString());
        Assert.Single(internet.Connected);
        Assert.DoesNotContain("secret", gateway.Running.Logged.ToString(), StringComparison.Ordinal);
        await gateway.NothingIsLeftAsync();
    }

    private static async Task<ImageError> RefusedAsync(FakeInternet internet, string address, string list)
    {
        using var source = Source(internet, list);
        return (await Assert.ThrowsAsync<ImageException>(() => ReadAsync(source, address))).Error;
    }

    private static async Task<byte[]> ReadAsync(FakeInternet internet, string address, string list)
    {
        using var source = Source(internet, list);
        return await ReadAsync(source, address);
    }

    private static async Task<byte[]> ReadAsync(HttpsSource source, string address)
    {
        var budget = new MemoryBudget(s_limits);
        using var memory = new HeldMemory(budget);
        return (await source.ReadAsync(address, "image", memory, TestContext.Current.CancellationToken)).ToArray();
    }

    private static HttpsSource Source(FakeInternet internet, string list, Func<SourceSettings, SourceSettings>? change = null) =>
        new(change?.Invoke(Settings(list)) ?? Settings(list), s_limits, new(s_limits), internet.Internet, TimeProvider.System);

    private static SourceSettings Settings(string list)
    {
        List<string> faults = [];
        var hosts = AllowedHosts.Parse(list, faults);
        Assert.Empty(faults);
        return new() { Hosts = hosts };
    }
}
