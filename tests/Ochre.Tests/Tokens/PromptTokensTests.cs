using System.Text;
using System.Text.Json;
using Ochre.Tokens;

namespace Ochre.Tests.Tokens;

public sealed class PromptTokensTests
{
    [Fact]
    public void Every_case_counts_as_OpenAIs_own_tokeniser_counts_it()
    {
        var cases = Cases("o200k-cases.json").ToList();

        Assert.Empty(Wrong(cases));
        Assert.True(cases.Count > 300);
    }

    [Fact]
    public void Prompts_in_every_script_count_as_OpenAIs_own_tokeniser_counts_them()
    {
        var cases = Cases("o200k-scripts.json").ToList();

        Assert.Empty(Wrong(cases));
        Assert.True(cases.Count >= 500);
        Assert.True(cases.Select(one => one.Script).Distinct().Count() > 20);
    }

    // Not InlineData: an attribute's strings are UTF-8 and cannot hold a lone surrogate.
    [Fact]
    public void A_lone_surrogate_counts_as_a_replacement_character()
    {
        string[] broken = ["\ud800", "a\udc00b", "\ud835 \ud835\ud835\udc00\udc00", "\udc00\ud800's"];
        string[] mended = ["\ufffd", "a\ufffdb", "\ufffd \ufffd\ud835\udc00\ufffd", "\ufffd\ufffd's"];

        Assert.Equal(mended.Select(text => PromptTokens.Count(text)), broken.Select(text => PromptTokens.Count(text)));
    }

    [Fact]
    public void A_count_is_never_more_than_the_bytes_and_never_nothing()
    {
        var random = new Random(46);
        for (var round = 0; round < 3000; round++)
        {
            var (left, right) = (Noise(random), Noise(random));
            var text = left + "\n\n" + right;

            Assert.InRange(PromptTokens.Count(text), 1, Encoding.UTF8.GetByteCount(text));
            Assert.Equal(PromptTokens.Count(Mended(text)), PromptTokens.Count(text));
        }
    }

    // With a quadratic merge these take hours, and the run would be stopped; they take a tenth of a second each.
    [Theory(Timeout = 120_000)]
    [InlineData("a")]
    [InlineData("A")]
    [InlineData(" ")]
    [InlineData("xq")]
    [InlineData("中")]
    [InlineData("A中")]
    [InlineData("😀")]
    [InlineData("\u0301")]
    [InlineData("\u0301A")]
    [InlineData("\n ")]
    [InlineData("'s")]
    public async Task No_prompt_grows_faster_than_its_length(string text)
    {
        var prompt = string.Concat(Enumerable.Repeat(text, 1_000_000 / text.Length));

        var count = await Task.Run(() => PromptTokens.Count(prompt), TestContext.Current.CancellationToken);

        Assert.InRange(count, 1, Encoding.UTF8.GetByteCount(prompt));
    }

    [Fact]
    public void An_ordinary_prompt_allocates_nothing()
    {
        const string Prompt = "A watercolour of Llanfairpwllgwyngyll at dawn, 红鸢 above, it's 1920's; 🪁 \ud800";
        PromptTokens.Count(Prompt);
        var before = GC.GetAllocatedBytesForCurrentThread();

        PromptTokens.Count(Prompt);

        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);
    }

    private static string Noise(Random random)
    {
        var units = new char[random.Next(1, 40)];
        for (var at = 0; at < units.Length; at++)
        {
            units[at] = random.Next(4) switch
            {
                0 => (char)random.Next(0x80),
                1 => (char)random.Next(0xD800, 0xE000),
                _ => (char)random.Next(0x10000),
            };
        }
        return new(units);
    }

    private static string Mended(string text) => Encoding.UTF8.GetString(Encoding.UTF8.GetBytes(text));

    private static IEnumerable<string> Wrong(IEnumerable<(string Text, int Count, string? Script)> cases) =>
        cases.Where(one => PromptTokens.Count(one.Text) != one.Count)
            .Select(one => $"{one.Count} expected, {PromptTokens.Count(one.Text)} counted: {JsonSerializer.Serialize(one.Text)}");

    private static IEnumerable<(string Text, int Count, string? Script)> Cases(string name)
    {
        using var file = typeof(PromptTokensTests).Assembly.GetManifestResourceStream(name)!;
        using var json = JsonDocument.Parse(file);
        foreach (var one in json.RootElement.GetProperty("cases").EnumerateArray())
        {
            var times = one.TryGetProperty("times", out var repeat) ? repeat.GetInt32() : 1;
            var text = string.Concat(Enumerable.Repeat(one.GetProperty("text").GetString(), times));
            yield return (text, one.GetProperty("count").GetInt32(), one.TryGetProperty("script", out var script) ? script.GetString() : null);
        }
    }
}
