using System.Globalization;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace Ochre.Gateway.Tests.Cases;

/// <summary>The peers' cases, posted to the whole gateway. Where the contract differs from the peer, ours.jsonl has our demand and the reason.</summary>
public class PeerCaseTests
{
    public static TheoryData<string> Ids => [.. PeerCase.All.Select(one => one.Id)];

    [Theory]
    [MemberData(nameof(Ids))]
    public async Task The_case_holds_at_the_front_door(string id)
    {
        var one = PeerCase.All.Single(one => one.Id == id);
        await using var gateway = await PeerGateway.StartAsync(one.Gateway);

        using var answer = await gateway.Running.CreateClient().SendAsync(one.ToMessage(), TestContext.Current.CancellationToken);
        var text = await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);

        var expect = one.Expect;
        Assert.NotEmpty(expect);
        foreach (var (demand, value) in expect)
            Check(demand, value!, new(answer, text, gateway));
    }

    [Fact]
    public void Every_case_listed_for_the_gateway_is_run_once_and_every_word_of_ours_is_about_one()
    {
        Assert.Equal(PeerCase.ListedForTheGateway().Select(listed => listed.Id).Order(), PeerCase.All.Select(one => one.Id).Order());
        var ours = PeerCase.AllOfOurs.Select(one => (string)one["id"]!).ToList();
        Assert.Equal(ours.Distinct(), ours);
        Assert.Empty(ours.Except(PeerCase.All.Select(one => one.Id)));
        Assert.All(PeerCase.AllOfOurs, one => Assert.NotEmpty((string)one["why"]!));
        // In LiteLLM's own language a case demands nothing of HTTP: ours must.
        Assert.All(PeerCase.All, one => Assert.NotEmpty(one.Expect));
    }

    private sealed record Answered(HttpResponseMessage Http, string Text, PeerGateway Gateway);

    private static void Check(string demand, JsonNode value, Answered answer)
    {
        var bedrock = answer.Gateway.Bedrock.Requests;
        var log = answer.Gateway.Running.Logged.ToString();
        switch (demand)
        {
            case "status":
                Assert.True((int)value == (int)answer.Http.StatusCode, $"{(int)answer.Http.StatusCode}: {answer.Text}");
                break;
            case "accepted":
                Assert.True(answer.Http.IsSuccessStatusCode, answer.Text);
                break;
            case "fields":
                foreach (var (path, wanted) in value.AsObject())
                    CheckField(path, wanted, answer);
                break;
            case "error_contains":
                Assert.Contains((string)value!, (string)JsonNode.Parse(answer.Text)!["error"]!["message"]!, StringComparison.OrdinalIgnoreCase);
                break;
            case "answer_lacks":
                Assert.All(value.AsArray(), word => Assert.DoesNotContain((string)word!, answer.Text, StringComparison.OrdinalIgnoreCase));
                break;
            case "log_lacks":
                Assert.All(value.AsArray(), word => Assert.DoesNotContain((string)word!, log, StringComparison.OrdinalIgnoreCase));
                break;
            case "log_contains":
                Assert.All(value.AsArray(), word => Assert.Contains((string)word!, log, StringComparison.Ordinal));
                break;
            case "bedrock_calls":
                Assert.Equal((int)value, bedrock.Count);
                break;
            case "bedrock_url":
                Assert.Equal((string)value!, Assert.Single(bedrock).Url);
                break;
            case "bedrock_headers":
                foreach (var (name, wanted) in value.AsObject())
                    CheckValue(name, wanted, bedrock[0].Headers.GetValueOrDefault(name));
                break;
            case "bedrock_body":
                Assert.All(bedrock, asked => CheckPart("bedrock_body", value, asked.Body));
                Assert.NotEmpty(bedrock);
                break;
            case "event_types":
                Assert.Equal(value.AsArray().Select(type => (string)type!), EventTypes(answer.Text));
                break;
            case "files":
                var folder = Path.Combine(answer.Gateway.Folder, "images");
                Assert.Equal((int)value, Directory.Exists(folder) ? Directory.GetFiles(folder, "*", SearchOption.AllDirectories).Length : 0);
                break;
            default:
                Assert.Fail($"Nobody knows how to check '{demand}'; say in ours.jsonl what it comes to.");
                break;
        }
    }

    private static void CheckField(string path, JsonNode? wanted, Answered answer)
    {
        if (path.StartsWith("header.", StringComparison.Ordinal))
        {
            CheckValue(path, wanted, answer.Http.Header(path["header.".Length..]));
            return;
        }

        JsonNode? node = JsonNode.Parse(answer.Text);
        foreach (var part in path.Split('.'))
        {
            if (part is "length")
                node = (node as JsonArray)?.Count;
            else if (part.Split('[') is [var name, var index])
                node = (node?[name] as JsonArray)?[int.Parse(index.AsSpan(0, index.Length - 1), CultureInfo.InvariantCulture)];
            else
                node = node?[part];
        }

        if (path is "output_format" && (string?)wanted is "$EQ(format sniffed from bytes)")
            wanted = Measured.Of(JsonNode.Parse(answer.Text)!.Image()).Format;
        CheckValue(path, wanted, node);
    }

    // A deep subset: what the case does not name may be anything.
    private static void CheckPart(string path, JsonNode? wanted, JsonNode? actual)
    {
        if (wanted is not JsonObject fields)
            CheckValue(path, wanted, actual);
        else
            Assert.All(fields, field => CheckPart($"{path}.{field.Key}", field.Value, actual?[field.Key]));
    }

    private static void CheckValue(string path, JsonNode? wanted, JsonNode? actual)
    {
        var word = wanted is JsonValue value && value.TryGetValue(out string? text) && text.StartsWith('$') ? text : "";
        var isRight = word switch
        {
            "$ABSENT" => actual is null,
            "$PRESENT" => actual is not null,
            "$INT" => long.TryParse($"{actual}", NumberStyles.None, CultureInfo.InvariantCulture, out _),
            "$IMAGE" => Measured.Of(Convert.FromBase64String((string)actual!)) is not (null, null),
            "$PNG1" => (string?)actual == Pictures.First,
            "$PNG2" => (string?)actual == Pictures.Second,
            _ when Argument(word, "$MATCH") is { } pattern => Regex.IsMatch((string?)actual ?? "", pattern),
            _ when Argument(word, "$IN") is { } words => words.Split(',').Contains((string?)actual),
            _ when Argument(word, "$INT") is { } bounds => IsBetween(bounds.Split(".."), $"{actual}"),
            "" => JsonNode.DeepEquals(wanted, actual),
            _ => throw new InvalidDataException($"Nobody knows what {word} stands for."),
        };
        Assert.True(isRight, $"{path} should be {wanted?.ToJsonString() ?? "null"} and is {actual?.ToJsonString() ?? "null"}");
    }

    private static string? Argument(string word, string name) =>
        word.StartsWith(name + "(", StringComparison.Ordinal) ? word[(name.Length + 1)..^1] : null;

    private static bool IsBetween(string[] bounds, string text) =>
        long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number)
        && number >= long.Parse(bounds[0], CultureInfo.InvariantCulture) && number <= long.Parse(bounds[1], CultureInfo.InvariantCulture);

    // An event's line and its JSON say the same.
    private static List<string> EventTypes(string stream)
    {
        List<string> types = [];
        foreach (var lines in stream.Split("\n\n", StringSplitOptions.RemoveEmptyEntries).Select(one => one.Split('\n')))
        {
            var json = JsonNode.Parse(lines[1]["data: ".Length..])!;
            Assert.Equal($"event: {json["type"]}", lines[0]);
            Measured.Of(Convert.FromBase64String((string)json["b64_json"]!));
            types.Add((string)json["type"]!);
        }

        return types;
    }
}
