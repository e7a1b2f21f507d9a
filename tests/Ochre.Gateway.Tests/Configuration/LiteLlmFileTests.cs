using Microsoft.Extensions.DependencyInjection;
using System.Text.Json.Nodes;
namespace Ochre.Gateway.Tests.Configuration;

public sealed class LiteLlmFileTests : IDisposable
{
    private readonly Written _written = new();

    public void Dispose() => _written.Dispose();

    [Fact]
    public void An_included_file_is_read_from_beside_the_one_that_names_it_and_faults_name_it()
    {
        _written.Write("model_list:\n  - model_name: inner\n    litellm_params: { model: stability.sd3-5-large-v1:0 }\n  - model_name: broken\n", "more/models.yaml");
        var faults = _written.Faults("include:\n  - more/models.yaml\nmodel_list:\n  - model_name: outer\n    litellm_params: { model: amazon.nova-canvas-v1:0 }\n");
        Assert.StartsWith(Path.Combine(_written.Folder, "more/models.yaml") + ":4: ", Assert.Single(faults), StringComparison.Ordinal);

        _written.Write("include: [../keys.yaml]\nmodel_list:\n  - model_name: inner\n    litellm_params: { model: stability.sd3-5-large-v1:0 }\n", "more/models.yaml");
        _written.Write("general_settings: { master_key: sk-0123456789 }\n", "keys.yaml");
        var settings = _written.Read("include:\n  - more/models.yaml\nmodel_list:\n  - model_name: outer\n    litellm_params: { model: amazon.nova-canvas-v1:0 }\n");
        Assert.Equal(["inner", "outer"], settings.Models.Select(entry => entry.Name));
        Assert.Equal(["sk-0123456789"], settings.AdminKeys);
    }

    [Fact]
    public void Files_that_include_each_other_and_files_that_are_not_there_are_told_with_their_place()
    {
        _written.Write("include:\n  - config.yaml\n", "other.yaml");
        var faults = _written.Faults("include:\n  - other.yaml\n  - none.yaml\n");
        Assert.Equal(2, faults.Count);
        Assert.StartsWith($"{_written.Folder}/other.yaml:2: include: 'config.yaml' is read already", faults[0], StringComparison.Ordinal);
        Assert.Contains("config.yaml: include: ", faults[1], StringComparison.Ordinal);
        Assert.Contains("none.yaml: cannot be read", faults[1], StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_wildcard_lays_its_parameters_under_every_model_that_fits_and_a_name_of_its_own_goes_first()
    {
        await using var gateway = await _written.StartAsync("""
            model_list:
              - model_name: bedrock/*
                litellm_params: { model: bedrock/*, aws_region_name: us-east-1 }
              - model_name: stability.*
                litellm_params: { model: bedrock/us-west-2/stability.*, negative_prompt: people }
              - model_name: team/*
                litellm_params: { model: bedrock/*, aws_region_name: eu-west-1 }
              - model_name: amazon.titan-image-generator-v2:0
                litellm_params: { model: bedrock/amazon.titan-image-generator-v2:0, aws_region_name: eu-central-1 }
            """);
        foreach (var (model, region) in ((string, string)[])
            [
                ("amazon.nova-canvas-v1:0", "us-east-1"), ("bedrock/amazon.nova-canvas-v1:0", "us-east-1"), ("bedrock/ap-northeast-1/amazon.nova-canvas-v1:0", "us-east-1"),
                ("stability.stable-image-core-v1:1", "us-west-2"), ("team/amazon.nova-canvas-v1:0", "eu-west-1"), ("amazon.titan-image-generator-v2:0", "eu-central-1"),
            ])
        {
            using var answer = await gateway.PostAsync($$"""{"prompt":"x","model":"{{model}}"}""");
            await answer.Content.LoadIntoBufferAsync(TestContext.Current.CancellationToken);
            Assert.Equal((200, region), ((int)answer.StatusCode, answer.Header("x-ochre-region")));
        }

        using var core = await gateway.PostAsync("""{"prompt":"x","model":"stability.stable-image-core-v1:1"}""");
        Assert.Equal("people", (string)(await gateway.InvocationsAsync())[0]!["body"]!["negative_prompt"]!);
    }

    [Fact]
    public void A_wildcard_of_another_provider_is_named()
    {
        var settings = _written.Read("""
            model_list:
              - model_name: "*"
                litellm_params: { model: "openai/*" }
            """);
        Assert.Empty(settings.Models);
        Assert.Contains(":2: the wildcard '*' leads to 'openai/*', which is not Bedrock's", Assert.Single(settings.Warnings), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("team-*", "bedrock/amazon.nova-canvas-v1:0")]
    [InlineData("team", "bedrock/*")]
    [InlineData("*", "bedrock/*/amazon.nova-canvas-v1:0")]
    [InlineData("*-*", "bedrock/*")]
    public void A_wildcard_on_one_side_alone_is_told(string name, string model) =>
        Assert.Contains("config.yaml:2: the wildcard '" + name, Assert.Single(_written.Faults($$"""
            model_list:
              - model_name: "{{name}}"
                litellm_params: { model: "{{model}}" }
            """)), StringComparison.Ordinal);

    [Fact]
    public async Task Aliases_lead_to_the_names_of_the_file_in_both_sections_and_both_spellings()
    {
        var yaml = """
            model_list:
              - model_name: house
                litellm_params: { model: stability.sd3-5-large-v1:0, style_preset: anime }
            router_settings:
              model_group_alias:
                poster: house
                sign: { model: house, hidden: true }
            litellm_settings:
              model_alias_map: { plate: poster }
            """;
        Assert.EndsWith(":7: router_settings.model_group_alias.sign.hidden is not read; it has no effect.", Assert.Single(_written.Read(yaml).Warnings), StringComparison.Ordinal);
        await using var gateway = await _written.StartAsync(yaml);

        foreach (var name in (string[])["poster", "sign", "plate"])
        {
            using var answer = await gateway.PostAsync($$"""{"prompt":"x","model":"{{name}}"}""");
            Assert.Equal("stability.sd3-5-large-v1:0", answer.Header("x-ochre-model"));
            Assert.Equal("anime", (string)(await gateway.InvocationsAsync())[0]!["body"]!["style_preset"]!);
        }
    }

    [Fact]
    public void A_circle_of_aliases_an_unknown_model_and_two_values_for_one_name_each_have_their_sentence()
    {
        var faults = _written.Faults("""
            model_list:
              - model_name: house
                litellm_params: { model: stability.sd3-5-larg-v1:0 }
            router_settings:
              model_group_alias:
                a: b
                b: c
                c: a
                house: a
            """);

        Assert.Equal(3, faults.Count);
        Assert.Contains(faults, fault => fault.EndsWith("config.yaml:6: the names lead in a circle: a → b → c → a. Let one of them lead to a model of Bedrock's.", StringComparison.Ordinal));
        Assert.Contains(faults, fault => fault.Contains("config.yaml:2: No model is named 'stability.sd3-5-larg-v1:0'", StringComparison.Ordinal) && fault.Contains("stability.sd3-5-large-v1:0,", StringComparison.Ordinal));
        Assert.Contains(faults, fault => fault.Contains("config.yaml:9: 'house' is a name of ", StringComparison.Ordinal) && fault.Contains("config.yaml:2 too: two values for one name", StringComparison.Ordinal));
    }

    [Fact]
    public void A_key_that_stands_twice_is_told_with_its_line()
    {
        var fault = Assert.Single(_written.Faults("general_settings:\n  master_key: sk-0123456789\n  master_key: sk-9876543210\n"));
        Assert.StartsWith($"{_written.Folder}/config.yaml:3: a key stands twice", fault, StringComparison.Ordinal);
        Assert.DoesNotContain("sk-", fault, StringComparison.Ordinal);
    }

    [Fact]
    public void Settings_that_mean_something_here_are_taken_and_the_others_are_named()
    {
        var settings = _written.Read("""
            litellm_settings:
              drop_params: false
              request_timeout: 6000
              num_retries: 4
              json_logs: true
              turn_off_message_logging: true
              callbacks: [prometheus]
            router_settings:
              num_retries: 1
              routing_strategy: simple-shuffle
            general_settings:
              disable_spend_logs: true
              allow_header_override: false
              store_model_in_db: true
            guardrails: [{ guardrail_name: x }]
            """);

        Assert.Equal((true, TimeSpan.FromHours(1), 2, true), (settings.Strict, settings.Bedrock.Deadline, settings.Bedrock.Tries, settings.JsonLogs));
        Assert.Contains("X-Amzn-Bedrock-Service-Tier", settings.Headers.Closed);
        Assert.Equal(["7", "14", "15"], settings.Warnings.Select(warning => warning.Split("config.yaml:")[1].Split(':')[0]));
    }

    [Fact]
    public void The_environment_wins_over_the_file()
    {
        (_written.Environment["OCHRE_DEADLINE_SECONDS"], _written.Environment["AWS_BEDROCK_MAX_RETRIES"], _written.Environment["OCHRE_STRICT"]) = ("30", "0", "false");
        var settings = _written.Read("litellm_settings: { drop_params: false, request_timeout: 60, num_retries: 4 }\n");
        Assert.Equal((false, TimeSpan.FromSeconds(30), 1), (settings.Strict, settings.Bedrock.Deadline, settings.Bedrock.Tries));
    }

    [Fact]
    public void Every_setting_of_the_wrong_kind_is_told_with_its_line()
    {
        var faults = _written.Faults("""
            litellm_settings:
              drop_params: perhaps
              request_timeout: soon
              num_retries: -1
            general_settings: [master_key]
            model_list: { model_name: x }
            """);
        Assert.Equal(["2", "3", "4", "5", "6"], faults.Select(fault => fault.Split("config.yaml:")[1].Split(':')[0]).Order());
    }

    [Fact]
    public void Variables_of_the_file_stand_under_the_environments()
    {
        _written.Environment["AWS_REGION"] = "eu-west-1";
        var settings = _written.Read("""
            environment_variables:
              AWS_REGION: us-east-1
              OCHRE_API_KEY: sk-from-the-file
              OWN_MODEL: amazon.nova-canvas-v1:0
            model_list:
              - model_name: own
                litellm_params: { model: os.environ/OWN_MODEL }
            """);
        Assert.Equal(("eu-west-1", "amazon.nova-canvas-v1:0"), (settings.Bedrock.Region, settings.Models[0].Model));
        Assert.Equal(["sk-from-the-file"], settings.Keys);
        Assert.Equal(["OCHRE_API_KEY", "OWN_MODEL"], settings.Variables.Keys.Order());
    }

    [Theory]
    [InlineData("litellm_settings: { request_timeout: os.environ/NOT_SET }")]
    [InlineData("general_settings: { master_key: os.environ/NOT_SET }")]
    [InlineData("environment_variables: { AWS_REGION: os.environ/NOT_SET }")]
    [InlineData("include: [os.environ/NOT_SET]")]
    [InlineData("model_list: [{ model_name: a, litellm_params: { model: amazon.nova-canvas-v1:0, seed: os.environ/NOT_SET } }]")]
    [InlineData("model_list: [{ model_name: a, litellm_params: { model: amazon.nova-canvas-v1:0, extra_headers: { X-Amzn-Bedrock-Service-Tier: os.environ/NOT_SET } } }]")]
    public void A_variable_that_is_not_there_is_a_fault_wherever_it_stands(string yaml) =>
        Assert.EndsWith("config.yaml:1: the environment has no NOT_SET; set it, or write the value here.", Assert.Single(_written.Faults(yaml)), StringComparison.Ordinal);

    [Fact]
    public void A_named_credential_stands_under_what_the_model_says()
    {
        const string Yaml = """
            credential_list:
              - credential_name: team
                credential_values: { aws_access_key_id: AKIA0, aws_secret_access_key: secret, aws_region_name: us-east-1 }
            model_list:
              - model_name: a
                litellm_params: { model: amazon.nova-canvas-v1:0, litellm_credential_name: team, aws_region_name: eu-west-1 }
              - model_name: b
                litellm_params: { model: amazon.nova-canvas-v1:0, litellm_credential_name: TEAM }
            """;
        Assert.EndsWith(":8: there is no credential 'TEAM'; credential_list has team.", Assert.Single(_written.Faults(Yaml)), StringComparison.Ordinal);

        var entry = _written.Read(Yaml.Replace("TEAM", "team", StringComparison.Ordinal)).Models[0];
        Assert.Equal(("AKIA0", "eu-west-1"), (entry.Identity!.AccessKeyId, entry.Region));
    }

    [Fact]
    public async Task The_operators_own_price_is_the_one_that_is_told()
    {
        await using var gateway = await _written.StartAsync("""
            model_list:
              - model_name: a
                litellm_params: { model: amazon.nova-canvas-v1:0 }
                model_info: { output_cost_per_image: 0.0123 }
              - model_name: b
                litellm_params: { model: amazon.nova-canvas-v1:0, input_cost_per_image: 0.02 }
            """);
        foreach (var (name, usd) in ((string, decimal)[])[("a", 0.0246m), ("b", 0.04m)])
        {
            using var answer = await gateway.PostAsync($$"""{"prompt":"x","model":"{{name}}","n":2}""");
            Assert.Equal(usd, decimal.Parse(answer.Header("x-ochre-cost-usd")!, System.Globalization.CultureInfo.InvariantCulture));
        }
    }

    [Fact]
    public void A_profiles_ARN_may_stand_for_the_model_when_base_model_says_which()
    {
        var entry = Assert.Single(_written.Read("""
            model_list:
              - model_name: a
                litellm_params: { model: "bedrock/arn:aws:bedrock:eu-west-1:000000000000:application-inference-profile/a0" }
                model_info: { base_model: bedrock/amazon.nova-canvas-v1:0 }
            """).Models);
        Assert.Equal(("bedrock/amazon.nova-canvas-v1:0", "arn:aws:bedrock:eu-west-1:000000000000:application-inference-profile/a0"), (entry.Model, entry.CallId));
    }

    private const string NewModel = """
        model_list:
          - model_name: core-next
            litellm_params: { model: bedrock/stability.stable-image-core-v2:0, aws_region_name: eu-west-1 }
            model_info: { base_model: stability.stable-image-core-v1:1, output_cost_per_image: 0.05 }
        """;

    [Fact]
    public async Task A_model_that_AWS_brought_out_since_is_served_like_the_one_that_base_model_names()
    {
        var image = JsonNode.Parse("""{"body": {"images": ["$PNG1"], "seeds": [7], "finish_reasons": [null]}}""")!;
        var bedrock = new RecordingBedrock(new HttpClientHandler(), image);
        var read = _written.Read(NewModel);
        await using var gateway = await RunningGateway.StartAsync(
            settings => read with { DataFolder = settings.DataFolder }, services => services.AddSingleton<HttpMessageHandler>(bedrock));

        using var answer = await gateway.PostAsync("""{"prompt":"a fox","model":"core-next","size":"1792x1024","response_format":"b64_json"}""");
        using var byId = await gateway.PostAsync("""{"prompt":"a fox","model":"bedrock/stability.stable-image-core-v2","response_format":"b64_json"}""");
        using var wrong = await gateway.PostAsync("""{"prompt":"a fox","model":"core-next","strength":0.5}""");
        var info = await gateway.CreateClient().GetStringAsync("/model/info", TestContext.Current.CancellationToken);

        Assert.Equal((200, "0.05"), ((int)answer.StatusCode, answer.Header("x-ochre-cost-usd")));
        Assert.Contains("eu-west-1", bedrock.Requests[0].Url);
        Assert.EndsWith("/model/stability.stable-image-core-v2%3A0/invoke", bedrock.Requests[0].Url);
        Assert.Equal("16:9", (string?)bedrock.Requests[0].Body["aspect_ratio"]);
        // What its kin costs says nothing of it.
        Assert.Equal((200, null), ((int)byId.StatusCode, byId.Header("x-ochre-cost-usd")));
        Assert.Equal((400, 2), ((int)wrong.StatusCode, bedrock.Requests.Count));
        Assert.Contains("core-next", info);
    }

    [Fact]
    public void A_model_that_nobody_knows_and_a_base_model_that_is_none_are_told()
    {
        // Behind a profile is whatever Bedrock says, and it is not asked at the start.
        Assert.Contains("does not say which model is behind it", Assert.Single(_written.Faults(NewModel.Replace(
            "base_model: stability.stable-image-core-v1:1", "base_model: 'arn:aws:bedrock:eu-west-1:000000000000:application-inference-profile/a0'", StringComparison.Ordinal))));
        Assert.Contains("No model is named 'nobody'", Assert.Single(_written.Faults(NewModel.Replace("stability.stable-image-core-v1:1", "nobody", StringComparison.Ordinal)
            .Replace("bedrock/stability.stable-image-core-v2:0", "core-next-image", StringComparison.Ordinal) + "\n  - { model_name: core-next-image, litellm_params: { model: stability.stable-image-core-v1:1 } }")));
        Assert.Contains("No model is named 'stability.stable-image-core-v9:9'", Assert.Single(_written.Faults(NewModel.Replace("core-v1:1", "core-v9:9", StringComparison.Ordinal))));
        Assert.Contains("stability.stable-image-core-v2:0", Assert.Single(_written.Faults(NewModel.Replace("base_model: stability.stable-image-core-v1:1, ", "", StringComparison.Ordinal))));
    }
}
