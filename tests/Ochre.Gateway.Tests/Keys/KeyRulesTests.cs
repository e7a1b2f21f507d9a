using Ochre.Gateway.Tests.Configuration;

namespace Ochre.Gateway.Tests.Keys;

public sealed class KeyRulesTests : IDisposable
{
    private const string Rules = """
        litellm_settings:
          default_key_generate_params: { models: [stability.*], max_budget: 5, tags: [new] }
          upperbound_key_generate_params: { max_budget: 10, rpm_limit: 60, duration: 30d }
        """;

    private readonly Written _written = new();

    public void Dispose() => _written.Dispose();

    [Fact]
    public async Task A_new_key_has_the_defaults_and_then_the_bounds_where_nobody_says()
    {
        await using var gateway = await StartAsync();

        var made = await gateway.GetAsync("/key/generate", """{"tags":["mine"],"max_budget":null}""");

        Assert.Equal("""["stability.*"]""", made["models"]!.ToJsonString());
        Assert.Equal("""["mine"]""", made["tags"]!.ToJsonString());
        Assert.Equal(("5", "60"), (made["max_budget"]!.ToString(), made["rpm_limit"]!.ToString()));
        Assert.NotNull(made["expires"]);
    }

    [Theory]
    [InlineData("""{"max_budget":10.01}""", "max_budget", "more than the 10 ")]
    [InlineData("""{"rpm_limit":61}""", "rpm_limit", "more than the 60 ")]
    [InlineData("""{"duration":"31d"}""", "duration", "more than the 30d ")]
    [InlineData("""{"duration":"-1"}""", "duration", "more than the 30d ")]
    [InlineData("""{"duration":"x"}""", "duration", "such as 30d")]
    [InlineData("""{"max_budget":"11"}""", "max_budget", "without quotes")]
    [InlineData("""{"max_budget":1e400}""", "max_budget", "from 0 to")]
    public async Task More_than_the_bound_is_refused(string body, string param, string says)
    {
        await using var gateway = await StartAsync();

        using var answer = await gateway.AskAsync("/key/generate", body);
        var error = await answer.ErrorAsync();

        Assert.Equal((400, param), ((int)answer.StatusCode, error["param"]!.ToString()));
        Assert.Contains(says, error["message"]!.ToString(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("max_budget: 10, rpm_limit: 60, duration: 720h", 200)]
    [InlineData("max_budget: 0", 200)]
    public async Task As_much_as_the_bound_is_given(string fields, int status)
    {
        await using var gateway = await StartAsync();
        var body = "{" + string.Join(',', fields.Split(", ").Select(field => $"\"{field.Split(": ")[0]}\":{(field.EndsWith('h') ? "\"720h\"" : field.Split(": ")[1])}")) + "}";

        using var answer = await gateway.AskAsync("/key/generate", body);

        Assert.Equal(status, (int)answer.StatusCode);
    }

    [Theory]
    [InlineData("default_key_generate_params: { max_budget: -1 }", "max_budget")]
    [InlineData("default_key_generate_params: { max_budgt: 1 }", "max_budgt")]
    [InlineData("upperbound_key_generate_params: { duration: 30x }", "duration")]
    [InlineData("upperbound_key_generate_params: { models: [a] }", "cannot be a bound")]
    public void A_rule_that_no_key_could_follow_stops_the_start_with_its_line(string rule, string says)
    {
        var fault = Assert.Single(_written.Faults($"litellm_settings:\n  {rule}\n"));

        Assert.Contains(":2: ", fault, StringComparison.Ordinal);
        Assert.Contains(says, fault, StringComparison.Ordinal);
    }

    private Task<KeyGateway> StartAsync()
    {
        var rules = _written.Read(Rules).KeyRules;
        return KeyGateway.StartAsync(settings => settings with { KeyRules = rules });
    }
}
