using System.Text.Json.Nodes;

namespace Ochre.Gateway.Tests.Cases;

/// <summary>A peer's case with what is ours laid over it; the formats are told in tests/cases/README.md.</summary>
internal sealed record PeerCase(string Id, JsonObject Json, JsonObject? Ours)
{
    private static readonly string[] Folder = [AppContext.BaseDirectory, "cases"];

    public static IReadOnlyList<PeerCase> All { get; } = Read();

    public static IReadOnlyList<JsonObject> AllOfOurs { get; } = Lines("ours.jsonl");

    public JsonObject Request => (Ours?["request"] ?? Json["request"])!.AsObject();

    public JsonObject Gateway => Ours?["gateway"]?.AsObject() ?? [];

    /// <summary>LiteLLM's demands are in another language than HTTP's, so there all is ours.</summary>
    public JsonObject Expect
    {
        get
        {
            var expect = Json.ContainsKey("endpoint") ? Json["expect"]!.DeepClone().AsObject() : [];
            foreach (var (name, value) in Ours?["expect"]?.AsObject() ?? [])
            {
                if (name is "fields" && expect["fields"] is JsonObject fields)
                    Lay(value!.AsObject(), fields);
                else if (value is null)
                    expect.Remove(name);
                else
                    expect[name] = value.DeepClone();
            }

            return expect;
        }
    }

    public HttpRequestMessage ToMessage()
    {
        var isModel = (string?)Json["endpoint"] is "GET /v1/models/{id}";
        var message = isModel
            ? new HttpRequestMessage(HttpMethod.Get, $"/v1/models/{Uri.EscapeDataString((string)Request["path"]!)}")
            : new HttpRequestMessage(HttpMethod.Post, "/v1/images/generations")
            {
                Content = new StringContent(Request["body"]!.ToJsonString(), new System.Net.Http.Headers.MediaTypeHeaderValue("application/json")),
            };
        foreach (var (name, value) in Request["headers"] as JsonObject ?? [])
        {
            if (value is not null)
                message.Headers.TryAddWithoutValidation(name, (string)value!);
        }

        return message;
    }

    /// <summary><c>| file | id | where | why |</c></summary>
    public static IEnumerable<(string File, string Id)> ListedForTheGateway() =>
        from line in File.ReadLines(Path.Combine([.. Folder, "not-here.md"]))
        let cells = line.Split('|', StringSplitOptions.TrimEntries)
        where cells.Length == 6 && cells[3] == "gateway"
        select (cells[1], cells[2]);

    private static IReadOnlyList<PeerCase> Read()
    {
        var ours = Lines("ours.jsonl").ToDictionary(one => (string)one["id"]!);
        var listed = ListedForTheGateway().ToHashSet();
        return
        [
            .. from file in (string[])["stdapi-cases.jsonl", "litellm-cases.jsonl"]
               from one in Lines(file)
               let id = (string)one["id"]!
               where listed.Contains((file, id))
               select new PeerCase(id, one, ours.GetValueOrDefault(id)),
        ];
    }

    private static IReadOnlyList<JsonObject> Lines(string file) =>
        [.. File.ReadLines(Path.Combine([.. Folder, file])).Select(line => JsonNode.Parse(line)!.AsObject())];

    private static void Lay(JsonObject over, JsonObject under)
    {
        foreach (var (name, value) in over)
            under[name] = value?.DeepClone();
    }
}
