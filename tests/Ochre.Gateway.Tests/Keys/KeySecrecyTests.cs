using System.Text;
using Microsoft.Extensions.DependencyInjection;
using Ochre.Gateway.Auth;
using Ochre.Gateway.Configuration;
using Ochre.Gateway.Spend.Database;

namespace Ochre.Gateway.Tests.Keys;

/// <summary>A key is nowhere but with its owner.</summary>
public sealed class KeySecrecyTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("ochre-keys-").FullName;

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public async Task No_file_no_log_and_no_refusal_holds_a_key()
    {
        List<string> secrets = [KeyGateway.Master, KeyGateway.Shared];
        var said = new StringBuilder();
        await using var gateway = await KeyGateway.StartAsync();
        foreach (var own in (string[])["{}", """{"key":"sk-canary-brought-along-0123456789"}""", """{"key_alias":"a","duration":"1d"}"""])
        {
            var (key, id) = await gateway.MakeAsync(own);
            secrets.Add(key);
            secrets.Add((await gateway.GetAsync($"/key/{id}/regenerate", """{"grace_period":"1h"}"""))["key"]!.ToString());
            foreach (var (path, body, by) in ((string, string?, string?)[])
            [
                ("/v1/images/generations", KeyGateway.Wish, key), ("/v1/images/generations", """{"prompt":"x","model":"nope"}""", key), ("/key/list", null, key), ($"/key/info?key={key}", null, KeyGateway.Master),
                ($"/key/info?key={key}x", null, KeyGateway.Master), ($"/key/{key}x/regenerate", "{}", KeyGateway.Master), ($"/nowhere/{key}", null, key), ($"/key/{key}/regenerate", null, KeyGateway.Master),
                ("/key/generate", $$"""{"key":"{{key}}"}""", KeyGateway.Master), ("/key/generate", $$"""{"key":"{{key}} "}""", KeyGateway.Master), ("/key/update", $$"""{"key":"{{key}}","max_budget":-1}""", KeyGateway.Master),
                ("/key/delete", $$"""{"keys":["{{key}}x"]}""", KeyGateway.Master), ("/key/block", $$"""{"key":"{{key}}"}""", KeyGateway.Master), ("/v1/images/generations", KeyGateway.Wish, key),
                ("/v1/images/generations", KeyGateway.Wish, key + "x"), ("/key/list?return_full_object=true", null, KeyGateway.Master), ("/key/delete", $$"""{"keys":["{{key}}"]}""", KeyGateway.Master),
            ])
            {
                using var answer = await gateway.AskAsync(path, body, by);
                said.AppendLine(string.Join('\n', answer.Headers.SelectMany(header => header.Value))).AppendLine(await answer.Content.ReadAsStringAsync(Stop));
            }
        }

        var everywhere = said.ToString() + gateway.Gateway.Logged + string.Concat(Files(gateway.DataFolder).Select(file => Encoding.Latin1.GetString(Read(file))));
        Assert.Equal(8, secrets.Count);
        Assert.Contains("sk-…", everywhere, StringComparison.Ordinal);
        Assert.Contains("api_key", everywhere, StringComparison.Ordinal);
        Assert.All(secrets, secret => Assert.DoesNotContain(secret[^24..], everywhere, StringComparison.Ordinal));
    }

    [Fact]
    public async Task Another_pepper_is_refused_at_the_start_and_the_same_one_opens()
    {
        var key = "";
        await using (var first = await StartAsync("a pepper of some length"))
            key = (await first.MakeAsync()).Key;

        var wrong = await Assert.ThrowsAsync<SettingsException>(() => StartAsync("another pepper of length"));
        Assert.Contains("OCHRE_KEY_PEPPER", Assert.Single(wrong.Faults), StringComparison.Ordinal);
        await using var again = await StartAsync("a pepper of some length");
        Assert.Equal(200, (await again.PaintAsync(key)).Status);
    }

    [Fact]
    public void Hashes_of_keys_need_the_pepper()
    {
        var (one, other) = (new Pepper("one"u8, ""), new Pepper("other"u8, ""));

        Assert.NotEqual(one.Hash("sk-key"), other.Hash("sk-key"));
        Assert.NotEqual(one.Hash("sk-key"), one.HashForId("sk-key"));
        Assert.NotEqual(one.Check, other.Check);
    }

    private Task<KeyGateway> StartAsync(string pepper) => KeyGateway.StartAsync(settings => settings with { KeyPepper = pepper },
        services => services.AddSingleton<IDatabase>(_ => SqliteDatabase.Open(Path.Combine(_folder, "shared.db"))));

    private static IEnumerable<string> Files(string folder) => Directory.EnumerateFiles(folder, "*", SearchOption.AllDirectories).Where(file => !file.EndsWith(".lock", StringComparison.Ordinal));

    // The database has them open.
    private static byte[] Read(string file)
    {
        using var stream = new FileStream(file, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
        var bytes = new byte[stream.Length];
        stream.ReadAtLeast(bytes, bytes.Length, throwOnEndOfStream: false);
        return bytes;
    }
}
