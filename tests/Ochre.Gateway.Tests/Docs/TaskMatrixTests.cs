using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.Extensions.DependencyInjection;
using Ochre.Emulator;
using Ochre.Gateway.Tests.Uploads;
using Ochre.Tests.Pixels;

namespace Ochre.Gateway.Tests.Docs;

/// <summary>Every row of the table of tasks in docs/features.md, asked for through the front door. OCHRE_ACCEPT=1 rewrites the table.</summary>
public class TaskMatrixTests
{
    private const string Begin = "<!-- tasks: written by the tests from the catalogue -->\n";
    private const string End = "<!-- /tasks -->";

    private static readonly byte[] s_picture = PngFile.Make(768, 768, PngFile.Rgb, 8);
    private static readonly byte[] s_mask = PngFile.Make(768, 768, PngFile.Rgba, 8);

    public static TheoryData<string, string> Rows => [.. TaskMatrix.Rows.Select(row => (row.Task.Word(), row.Model.Id))];

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public void The_table_of_tasks_is_the_catalogue()
    {
        var page = Repository.Read("docs/features.md");
        var (begin, end) = (page.IndexOf(Begin, StringComparison.Ordinal) + Begin.Length, page.IndexOf(End, StringComparison.Ordinal));
        Assert.InRange(begin, Begin.Length, end);

        Repository.AssertGolden("docs/features.md", page[..begin] + TaskMatrix.Table() + page[end..]);
    }

    [Theory]
    [MemberData(nameof(Rows))]
    public async Task Every_row_is_done_by_that_task_of_that_model(string task, string model)
    {
        var row = TaskMatrix.Rows.Single(row => (row.Task.Word(), row.Model.Id) == (task, model));
        var bedrock = new RecordingBedrock(new BedrockEmulator(new()));
        await using var gateway = await RunningGateway.StartAsync(services: services => services.AddSingleton<HttpMessageHandler>(bedrock));

        using var answer = await gateway.SendAsync(Content(row), $"/v1/images/{row.Route}");

        Assert.True(answer.IsSuccessStatusCode, await answer.Content.ReadAsStringAsync(Stop));
        Assert.Equal("png", Measured.Of((await answer.JsonAsync()).Image()).Format);
        var asked = Assert.Single(bedrock.Requests);
        Assert.EndsWith($"/model/{Uri.EscapeDataString(row.Model.CallId)}/invoke", asked.Url, StringComparison.Ordinal);
        Assert.Equal(row.Model.Provider is "Amazon" ? task : null, (string?)asked.Body["taskType"]);
        Assert.Null(answer.Header("x-ochre-ignored"));
    }

    private static HttpContent Content(TaskMatrix.Row row) => row.Route is "generations" ? Json(row) : Form(row).ToContent();

    private static Form Form(TaskMatrix.Row row)
    {
        var form = new Form().Text("model", row.Model.Id).Text("response_format", "b64_json");
        foreach (var need in row.Fields)
            form = need.Split('=', 2) is [var name, var value] ? form.Text(name, value) : form.File(need, need is "mask" ? s_mask : s_picture);
        return form;
    }

    private static StringContent Json(TaskMatrix.Row row)
    {
        var body = new JsonObject { ["model"] = row.Model.Id, ["response_format"] = "b64_json" };
        foreach (var (name, value) in row.Fields.Select(need => need.Split('=', 2)).Select(pair => (pair[0], pair[1])))
            body[name] = value.StartsWith('[') ? JsonNode.Parse(value) : JsonValue.Create(value);
        return new(body.ToJsonString(JsonSerializerOptions.Web), System.Text.Encoding.UTF8, "application/json");
    }
}
