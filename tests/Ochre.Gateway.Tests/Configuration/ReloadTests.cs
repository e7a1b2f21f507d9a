using Microsoft.Extensions.DependencyInjection;

namespace Ochre.Gateway.Tests.Configuration;

public sealed class ReloadTests : IDisposable
{
    private const string First = """
        model_list:
          - model_name: own
            litellm_params: { model: amazon.nova-canvas-v1:0 }
        general_settings: { master_key: sk-the-first-key }
        """;

    private static readonly string s_second = First.Replace("amazon.nova-canvas-v1:0", "stability.sd3-5-large-v1:0", StringComparison.Ordinal)
        .Replace("sk-the-first-key", "sk-the-second-key", StringComparison.Ordinal);

    private readonly Written _written = new();
    private readonly ManualTime _time = new();

    public void Dispose() => _written.Dispose();

    [Fact]
    public async Task A_changed_file_counts_for_the_next_request_with_its_models_and_keys()
    {
        await using var gateway = await StartAsync(First);
        Assert.Equal((200, "amazon.nova-canvas-v1:0"), await AskAsync(gateway, "sk-the-first-key"));

        _written.Write(s_second);
        await ReadAgainAsync(gateway, "The configuration was read again: 1 names, 1 keys");

        Assert.Equal((401, null), await AskAsync(gateway, "sk-the-first-key"));
        Assert.Equal((200, "stability.sd3-5-large-v1:0"), await AskAsync(gateway, "sk-the-second-key"));
        Assert.DoesNotContain("sk-the", gateway.Logged.ToString(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("model_list: []\ninclude: ]\n", ":2: not valid YAML")]
    [InlineData("model_list:\n  - model_name: own\n    litellm_params: { model: stability.no-such }\n", ":2: No model is named 'stability.no-such'")]
    public async Task A_file_with_a_fault_changes_nothing_and_is_told_with_its_line(string broken, string told)
    {
        await using var gateway = await StartAsync(First);

        _written.Write(broken);
        await ReadAgainAsync(gateway, $"the one before goes on: {_written.Folder}/config.yaml{told}");
        Assert.Equal((200, "amazon.nova-canvas-v1:0"), await AskAsync(gateway, "sk-the-first-key"));

        _written.Write(s_second);
        await ReadAgainAsync(gateway, "was read again");
        Assert.Equal((200, "stability.sd3-5-large-v1:0"), await AskAsync(gateway, "sk-the-second-key"));
    }

    [Fact]
    public async Task An_included_file_is_watched_too_and_what_needs_a_restart_is_named()
    {
        _written.Write("litellm_settings: { num_retries: 1 }\n", "more.yaml");
        await using var gateway = await StartAsync("include: [more.yaml]\n" + First);

        _written.Write("litellm_settings: { num_retries: 5, json_logs: true }\nenvironment_variables: { OCHRE_PORT: \"4999\" }\n", "more.yaml");
        await ReadAgainAsync(gateway, "How the log is written has changed in the configuration; it counts after a restart.");

        var log = gateway.Logged.ToString();
        Assert.Contains("The port has changed", log, StringComparison.Ordinal);
        Assert.Contains("The number of retries has changed", log, StringComparison.Ordinal);
        Assert.DoesNotContain("The data folder has changed", log, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_request_that_runs_goes_on_with_what_it_began_with()
    {
        var bedrock = new Waiting();
        await using var gateway = await StartAsync(First, services => services.AddSingleton<HttpMessageHandler>(bedrock));
        var running = AskAsync(gateway, "sk-the-first-key");
        await bedrock.Asked.Task.WaitAsync(TimeSpan.FromSeconds(30), TestContext.Current.CancellationToken);

        _written.Write(s_second);
        await ReadAgainAsync(gateway, "was read again");
        bedrock.Answer.SetResult();

        Assert.Equal((200, "amazon.nova-canvas-v1:0"), await running);
    }

    [Fact]
    public async Task A_stand_in_that_came_with_the_new_file_is_asked()
    {
        var bedrock = new Refusing("nova-canvas");
        const string Once = "\nlitellm_settings: { num_retries: 0 }\n";
        await using var gateway = await StartAsync(First + Once, services => services.AddSingleton<HttpMessageHandler>(bedrock));
        Assert.Equal(429, (await AskAsync(gateway, "sk-the-first-key")).Item1);

        _written.Write(First.Replace("general_settings", "  - { model_name: spare, litellm_params: { model: amazon.titan-image-generator-v2:0 } }\ngeneral_settings", StringComparison.Ordinal)
            + Once + "router_settings: { fallbacks: [{ own: [spare] }] }\n");
        await ReadAgainAsync(gateway, "was read again");

        Assert.Equal((200, "amazon.titan-image-generator-v2:0"), await AskAsync(gateway, "sk-the-first-key"));
    }

    private Task<RunningGateway> StartAsync(string yaml, Action<IServiceCollection>? services = null)
    {
        var read = _written.Read(yaml);
        return RunningGateway.StartAsync(settings => read with { DataFolder = _written.Folder }, all =>
        {
            all.AddSingleton<TimeProvider>(_time);
            services?.Invoke(all);
        });
    }

    // The watch looks when its clock says so; it may still be on its way to the clock.
    private async Task ReadAgainAsync(RunningGateway gateway, string told)
    {
        var logged = gateway.LoggedAsync(told);
        while (!logged.IsCompleted)
        {
            _time.Advance(TimeSpan.FromSeconds(2));
            await Task.WhenAny(logged, Task.Delay(20, TestContext.Current.CancellationToken));
        }

        await logged;
    }

    private static async Task<(int, string?)> AskAsync(RunningGateway gateway, string key)
    {
        using var answer = await gateway.PostAsync("""{"prompt":"x","model":"own","response_format":"b64_json"}""", headers: [("Authorization", $"Bearer {key}")]);
        return ((int)answer.StatusCode, answer.Header("x-ochre-model"));
    }

    private sealed class Refusing(string model) : HttpMessageHandler
    {
        protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            var refused = new HttpResponseMessage(System.Net.HttpStatusCode.TooManyRequests) { Content = new StringContent("""{"message":"Too many requests"}""") };
            refused.Headers.Add("x-amzn-ErrorType", "ThrottlingException");
            return Task.FromResult(request.RequestUri!.AbsoluteUri.Contains(model, StringComparison.Ordinal)
                ? refused
                : new(System.Net.HttpStatusCode.OK) { Content = new StringContent(Pictures.PutInto("""{"images":["$PNG1"],"error":null}""")) });
        }
    }

    private sealed class Waiting : HttpMessageHandler
    {
        public TaskCompletionSource Asked { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public TaskCompletionSource Answer { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

        protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            Asked.TrySetResult();
            await Answer.Task.WaitAsync(cancellationToken);
            return new(System.Net.HttpStatusCode.OK) { Content = new StringContent(Pictures.PutInto("""{"images":["$PNG1"],"error":null}""")) };
        }
    }
}
