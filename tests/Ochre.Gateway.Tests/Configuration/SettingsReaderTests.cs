using Ochre.Gateway.Configuration;
using Ochre.Gateway.Wire;

namespace Ochre.Gateway.Tests.Configuration;

public sealed class SettingsReaderTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("ochre-config-").FullName;
    private readonly Dictionary<string, string> _environment = new();

    public SettingsReaderTests() => _environment["HOME"] = _folder;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void With_nothing_set_the_emulator_serves_on_loopback()
    {
        var settings = Read(new());

        Assert.Equal(("127.0.0.1", 4000, true), (settings.Host, settings.Port, settings.UsesEmulator));
        Assert.Empty(settings.Keys);
        Assert.StartsWith(_folder, settings.DataFolder, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("AWS_ACCESS_KEY_ID")]
    [InlineData("AWS_PROFILE")]
    [InlineData("AWS_BEARER_TOKEN_BEDROCK")]
    [InlineData("AWS_CONTAINER_CREDENTIALS_FULL_URI")]
    public void Credentials_without_a_key_refuse_to_start(string name)
    {
        _environment[name] = "something";
        Directory.CreateDirectory(Path.Combine(_folder, ".aws"));
        File.WriteAllText(Path.Combine(_folder, ".aws", "config"), "[profile something]");
        Assert.Contains("no key is set", Assert.Single(Faults(new())), StringComparison.Ordinal);

        _environment["OCHRE_API_KEY"] = "sk-0123456789";
        Assert.False(Read(new()).UsesEmulator);
        Assert.True(Read(new(Emulator: true)).UsesEmulator);
    }

    [Fact]
    public void A_profile_that_is_not_there_stops_the_start_with_the_nearest_there_are()
    {
        Directory.CreateDirectory(Path.Combine(_folder, ".aws"));
        File.WriteAllText(Path.Combine(_folder, ".aws", "config"), "[profile studio]\n[profile images]");
        _environment["OCHRE_API_KEY"] = "sk-0123456789";
        _environment["AWS_PROFILE"] = "studo";

        var fault = Assert.Single(Faults(new()));

        Assert.StartsWith("AWS_PROFILE: There is no profile 'studo' in the AWS files; the nearest are studio", fault, StringComparison.Ordinal);
        // Keys of the environment need no profile, and the emulator needs nobody.
        Assert.True(Read(new(Emulator: true)).UsesEmulator);
        _environment["AWS_ACCESS_KEY_ID"] = "AKIA";
        Assert.False(Read(new()).UsesEmulator);
    }

    [Fact]
    public void A_shared_credentials_file_counts_as_credentials()
    {
        Directory.CreateDirectory(Path.Combine(_folder, ".aws"));
        File.WriteAllText(Path.Combine(_folder, ".aws", "credentials"), "[default]");
        Assert.Single(Faults(new()));
    }

    [Theory]
    [InlineData("0.0.0.0")]
    [InlineData("::")]
    [InlineData("192.168.1.5")]
    [InlineData("images.example.com")]
    public void An_address_that_others_reach_needs_a_key(string host)
    {
        Assert.Contains(host, Assert.Single(Faults(new(Host: host))), StringComparison.Ordinal);
        _environment["API_KEY"] = "sk-0123456789";
        Assert.Equal(host, Read(new(Host: host)).Host);
    }

    [Fact]
    public void Flags_win_over_the_environment_and_the_environment_over_the_file()
    {
        _environment["OCHRE_PORT"] = "5000";
        _environment["OCHRE_DEFAULT_MODEL"] = "stability.sd3-5-large-v1:0";
        _environment["PUBLIC_BASE_URL"] = "https://images.example.com/ai/";
        _environment["OCHRE_RESPONSE_FORMAT"] = "b64_json";
        _environment["OPENAI_ROUTES_PREFIX"] = "/ai/";
        var file = Write("general_settings:\n  image_generation_model: amazon.nova-canvas-v1:0\n");

        var settings = Read(new(Port: 6000, Config: file));

        Assert.Equal(6000, settings.Port);
        Assert.Equal(5000, Read(new(Config: file)).Port);
        Assert.Equal("stability.sd3-5-large-v1:0", settings.DefaultModel);
        Assert.Equal(new Uri("https://images.example.com/ai/"), settings.Links.PublicUrl);
        Assert.Equal(ResponseFormat.Base64, settings.DefaultResponseFormat);
        Assert.Equal("/ai", settings.Prefix);
    }

    [Fact]
    public void What_conversions_and_inputs_may_take_can_be_set()
    {
        var unset = Read(new());
        Assert.Equal((Environment.ProcessorCount, 32 * Environment.ProcessorCount), (unset.Pixels.Workers, unset.Pixels.Queue));
        Assert.Equal((25_000_000, 16_777_216L), (unset.Inputs.MaxBytes, unset.Inputs.MaxPixels));
        Assert.InRange(unset.Pixels.MaxHeldBytes, 1, 512 * 1024 * 1024);

        _environment["OCHRE_CODEC_WORKERS"] = "3";
        _environment["OCHRE_CODEC_QUEUE"] = "0";
        _environment["OCHRE_MAX_HELD_MB"] = "4096";
        _environment["OCHRE_MAX_INPUT_BYTES"] = "5000000";
        _environment["OCHRE_MAX_INPUT_PIXELS"] = "1000000";
        var set = Read(new());

        Assert.Equal((3, 0, 4_294_967_296L), (set.Pixels.Workers, set.Pixels.Queue, set.Pixels.MaxHeldBytes));
        Assert.Equal((5_000_000, 1_000_000L), (set.Inputs.MaxBytes, set.Inputs.MaxPixels));
        // What Bedrock makes is paid for, and is not refused by what callers may give.
        Assert.Equal((25_000_000, 16_777_216L), (set.Pixels.Limits.MaxBytes, set.Pixels.Limits.MaxPixels));
    }

    [Theory]
    [InlineData("1000", null, 1000)]
    [InlineData("1000", "2000", 2000)]
    [InlineData("0", null, 25_000_000)]
    public void Stdapis_name_for_the_largest_image_counts_under_ours(string theirs, string? ours, int bytes)
    {
        _environment["MAX_INPUT_FILE_SIZE"] = theirs;
        if (ours is not null)
            _environment["OCHRE_MAX_INPUT_BYTES"] = ours;

        Assert.Equal(bytes, Read(new()).Inputs.MaxBytes);
    }

    [Fact]
    public void Every_wrong_limit_is_told_with_its_range()
    {
        (string Name, string Value, string Range)[] wrong =
        [
            ("OCHRE_CODEC_WORKERS", "0", "1 to 256"), ("OCHRE_CODEC_QUEUE", "-1", "0 to 10000"), ("OCHRE_MAX_HELD_MB", "lots", "16 to 1048576"),
            ("OCHRE_MAX_INPUT_BYTES", "25MB", "1 to 100000000"), ("OCHRE_MAX_INPUT_PIXELS", "16.7", "1 to 268435456"),
        ];
        foreach (var (name, value, _) in wrong)
            _environment[name] = value;

        var faults = Faults(new());

        Assert.Equal(wrong.Length, faults.Count);
        Assert.All(wrong, one => Assert.Contains(faults, fault => fault.StartsWith($"{one.Name}: '{one.Value}'", StringComparison.Ordinal) && fault.Contains(one.Range, StringComparison.Ordinal)));
    }

    [Fact]
    public void A_bucket_is_read_under_stdapis_and_AWSs_own_names()
    {
        _environment["AWS_S3_BUCKET"] = "pictures";
        _environment["AWS_BEDROCK_REGIONS"] = "us-west-2, us-east-1";
        _environment["AWS_REGION"] = "eu-west-1";

        var s3 = Read(new(Emulator: true)).Links.S3!;
        Assert.Equal(("pictures", "us-west-2", "tmp/", false), (s3.Bucket, s3.Region, s3.Prefix, s3.Accelerate));
        Assert.Equal((null, TimeSpan.FromMinutes(60)), (s3.Endpoint, s3.Lifetime));

        _environment["AWS_S3_REGION"] = "eu-central-1";
        _environment["AWS_S3_TMP_PREFIX"] = "a/b/";
        _environment["AWS_S3_ACCELERATE"] = "TRUE";
        _environment["OCHRE_LINK_SECONDS"] = "60";
        s3 = Read(new(Emulator: true)).Links.S3!;
        Assert.Equal(("eu-central-1", "a/b/", true, TimeSpan.FromMinutes(1)), (s3.Region, s3.Prefix, s3.Accelerate, s3.Lifetime));
    }

    [Fact]
    public void Where_no_region_is_set_only_a_private_cloud_has_one()
    {
        _environment["AWS_S3_BUCKET"] = "pictures";
        Assert.Contains("AWS_S3_REGION", Assert.Single(Faults(new())), StringComparison.Ordinal);
        _environment["AWS_ENDPOINT_URL_S3"] = "http://ceph.internal:7480";
        Assert.Equal("us-east-1", Read(new()).Links.S3!.Region);
    }

    [Fact]
    public void Every_fault_in_a_buckets_settings_is_told_at_once()
    {
        _environment["AWS_S3_BUCKET"] = "a/b.c";
        _environment["AWS_S3_REGION"] = "US West";
        _environment["AWS_S3_TMP_PREFIX"] = "../up/";
        _environment["AWS_S3_ACCELERATE"] = "perhaps";
        _environment["AWS_ENDPOINT_URL_S3"] = "ceph:7480";
        _environment["AWS_S3_ACCESS_KEY_ID"] = "alone";
        _environment["OCHRE_DISK_QUOTA_MB"] = "1";
        _environment["OCHRE_DISK_KEEP_FREE_MB"] = "-1";
        _environment["OCHRE_LINK_SECONDS"] = "0";
        _environment["OCHRE_STORE_CHECK_SECONDS"] = "x";
        _environment["OCHRE_TRUSTED_PROXIES"] = "10.0.0.0/8, proxy.example";

        var faults = Faults(new());

        foreach (var name in (string[])
            ["AWS_S3_BUCKET", "AWS_S3_REGION", "AWS_S3_TMP_PREFIX", "AWS_S3_ACCELERATE", "AWS_ENDPOINT_URL_S3", "AWS_S3_ACCESS_KEY_ID", "OCHRE_DISK_QUOTA_MB",
                "OCHRE_DISK_KEEP_FREE_MB", "OCHRE_LINK_SECONDS", "OCHRE_STORE_CHECK_SECONDS", "OCHRE_TRUSTED_PROXIES"])
            Assert.Single(faults, fault => fault.StartsWith(name, StringComparison.Ordinal));
        Assert.Equal(11, faults.Count);
    }

    [Theory]
    [InlineData("pictures", "http://ceph.internal", "AWS_ENDPOINT_URL_S3")]
    [InlineData("pictures.example", null, "dot")]
    public void What_cannot_be_accelerated_is_refused(string bucket, string? endpoint, string named)
    {
        (_environment["AWS_S3_BUCKET"], _environment["AWS_S3_REGION"], _environment["AWS_S3_ACCELERATE"]) = (bucket, "us-east-1", "true");
        if (endpoint is not null)
            _environment["AWS_ENDPOINT_URL_S3"] = endpoint;
        Assert.Contains(named, Assert.Single(Faults(new())), StringComparison.Ordinal);
    }

    [Fact]
    public void Proxies_are_believed_only_when_they_are_named_or_near()
    {
        Assert.Empty(Read(new()).Links.TrustedProxies);
        _environment["PROXY_TRUSTED_HOSTS"] = "192.0.2.1";
        Assert.Empty(Read(new()).Links.TrustedProxies);

        _environment["ENABLE_PROXY_HEADERS"] = "true";
        Assert.Equal("192.0.2.1/32", Assert.Single(Read(new()).Links.TrustedProxies).ToString());
        _environment.Remove("PROXY_TRUSTED_HOSTS");
        var near = Read(new());
        Assert.Contains(near.Links.TrustedProxies, network => network.Contains(System.Net.IPAddress.Parse("172.31.0.1")));
        Assert.DoesNotContain(near.Links.TrustedProxies, network => network.Contains(System.Net.IPAddress.Parse("8.8.8.8")));
        Assert.Contains("ENABLE_PROXY_HEADERS", Assert.Single(near.Warnings), StringComparison.Ordinal);

        _environment["OCHRE_TRUSTED_PROXIES"] = "*";
        var all = Read(new());
        Assert.Contains(all.Links.TrustedProxies, network => network.Contains(System.Net.IPAddress.Parse("8.8.8.8")));
        Assert.Contains("OCHRE_TRUSTED_PROXIES", Assert.Single(all.Warnings), StringComparison.Ordinal);
    }

    [Fact]
    public void Buckets_that_callers_may_name_are_read_in_every_spelling()
    {
        _environment["AWS_REGION"] = "eu-west-1";
        _environment["AWS_S3_BUCKET"] = "pictures";
        _environment["AWS_S3_REGIONAL_BUCKETS"] = """{"us-east-1":"eastern"}""";
        _environment["AWS_S3_ACCEPTED_BUCKETS"] = """{"theirs":"ap-northeast-1","pictures":"us-west-2"}""";
        Assert.Equal(
            ["pictures eu-west-1", "eastern us-east-1", "theirs ap-northeast-1"],
            Read(new(Emulator: true)).Sources.Buckets.Select(bucket => $"{bucket.Bucket} {bucket.Region}"));

        _environment["AWS_S3_ACCEPTED_BUCKETS"] = "one, two";
        Assert.Equal(["pictures", "eastern", "one", "two"], Read(new(Emulator: true)).Sources.Buckets.Select(bucket => bucket.Bucket));
        _environment["AWS_S3_ACCEPTED_BUCKETS"] = """["three"]""";
        Assert.Contains(Read(new(Emulator: true)).Sources.Buckets, bucket => bucket.Bucket == "three");
    }

    [Theory]
    [InlineData("{")]
    [InlineData("[1]")]
    [InlineData("""{"pictures":7}""")]
    [InlineData("x")]
    [InlineData("s3://pictures")]
    public void A_list_of_buckets_that_is_none_is_told(string list)
    {
        (_environment["AWS_REGION"], _environment["AWS_S3_ACCEPTED_BUCKETS"]) = ("us-east-1", list);
        Assert.StartsWith("AWS_S3_ACCEPTED_BUCKETS: ", Assert.Single(Faults(new(Emulator: true))), StringComparison.Ordinal);
    }

    [Fact]
    public void The_disks_limits_are_megabytes()
    {
        Assert.Equal((10_000_000_000, null), (Read(new()).Links.Disk.Quota, Read(new()).Links.Disk.KeepFree));
        (_environment["OCHRE_DISK_QUOTA_MB"], _environment["OCHRE_DISK_KEEP_FREE_MB"]) = ("20", "0");
        Assert.Equal((20_000_000, 0), (Read(new()).Links.Disk.Quota, Read(new()).Links.Disk.KeepFree));
    }

    [Fact]
    public void Every_fault_is_told_at_once_with_its_place()
    {
        _environment["OCHRE_PORT"] = "70000";
        _environment["PUBLIC_BASE_URL"] = "ftp://x";
        _environment["OCHRE_RESPONSE_FORMAT"] = "png";
        _environment["API_KEY"] = "short";
        _environment["OCHRE_SUCCESSION"] = "maybe";
        _environment["AWS_REGION"] = "US West";
        _environment["OPENAI_ROUTES_PREFIX"] = "ai";
        var file = Write("""
            model_list:
              - model_name: a
                litellm_params: { model: stability.no-such-model }
              - model_name: b
              - model_name: c
                litellm_params: { model: amazon.nova-canvas-v1:0, aws_region_name: os.environ/NOT_SET }
            """);

        var faults = Faults(new(Config: file));

        Assert.Equal(10, faults.Count);
        Assert.Contains(faults, fault => fault.Contains("OCHRE_PORT", StringComparison.Ordinal) && fault.Contains("65535", StringComparison.Ordinal));
        Assert.Contains(faults, fault => fault.StartsWith($"{file}:4:", StringComparison.Ordinal));
        Assert.Contains(faults, fault => fault.StartsWith($"{file}:6:", StringComparison.Ordinal) && fault.Contains("NOT_SET", StringComparison.Ordinal));
        Assert.Contains(faults, fault => fault.Contains("stability.no-such-model", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("model_list: [", "not valid YAML")]
    [InlineData("- a", "must be a mapping")]
    public void A_file_that_is_no_configuration_is_told_by_name(string text, string reason)
    {
        var file = Write(text);
        var fault = Assert.Single(Faults(new(Config: file)));
        Assert.StartsWith(file, fault, StringComparison.Ordinal);
        Assert.Contains(reason, fault, StringComparison.Ordinal);
    }

    [Fact]
    public void A_file_that_is_not_there_is_told() => Assert.Contains("cannot be read", Assert.Single(Faults(new(Config: Path.Combine(_folder, "none.yaml")))), StringComparison.Ordinal);

    [Fact]
    public void LiteLLMs_models_regions_profiles_and_defaults_are_read_and_the_rest_is_named()
    {
        _environment["MASTER"] = "sk-from-the-environment";
        var file = Write("""
            model_list:
              - model_name: canvas
                litellm_params:
                  model: bedrock/amazon.nova-canvas-v1:0
                  model_id: arn:aws:bedrock:eu-west-1:000000000000:application-inference-profile/a0a0a0a0a0a0
                  aws_region_name: us-east-1
                  cfgScale: 7.5
                  textToImageParams: { negativeText: "blurry", style: PHOTOREALISM }
                  timeout: 6
                model_info: { mode: image_generation }
            general_settings:
              master_key: os.environ/MASTER
              alerting: ["slack"]
            callback_settings: { x: 2 }
            """);

        var settings = Read(new(Config: file));

        var entry = Assert.Single(settings.Models);
        Assert.Equal(("canvas", "bedrock/amazon.nova-canvas-v1:0", "us-east-1"), (entry.Name, entry.Model, entry.Region));
        Assert.EndsWith("/a0a0a0a0a0a0", entry.CallId, StringComparison.Ordinal);
        Assert.Equal("""{"cfgScale":7.5,"textToImageParams":{"negativeText":"blurry","style":"PHOTOREALISM"}}""", entry.Defaults.ToJsonString());
        Assert.Equal(["sk-from-the-environment"], settings.AdminKeys);
        Assert.Equal(
            [$"{file}:9: litellm_params.timeout is not read; it has no effect.", $"{file}:13: general_settings.alerting is not read; it has no effect.",
                $"{file}:14: callback_settings is not read; it has no effect."],
            settings.Warnings);
    }

    [Fact]
    public async Task The_default_model_may_be_one_of_the_operators_own_names()
    {
        var file = Write("""
            model_list:
              - model_name: house-style
                litellm_params: { model: stability.sd3-5-large-v1:0, style_preset: anime }
            general_settings: { image_generation_model: house-style }
            """);
        var read = Read(new(Config: file));
        await using var gateway = await RunningGateway.StartAsync(settings => settings with { Models = read.Models, DefaultModel = read.DefaultModel });

        using var answer = await gateway.PostAsync("""{"prompt":"x"}""");

        Assert.Equal("stability.sd3-5-large-v1:0", answer.Header("x-ochre-model"));
        Assert.Equal("anime", (await gateway.InvocationsAsync())[0]!["body"]!["style_preset"]!.ToString());
    }

    [Fact]
    public void What_of_a_model_has_no_effect_is_named_and_stops_nothing()
    {
        var file = Write("""
            model_list:
              - model_name: other/*
                litellm_params: { model: openai/* }
              - model_name: a
                litellm_params: { model: amazon.nova-canvas-v1:0, api_base: "http://127.0.0.1:1" }
                model_info: { mode: image_generation, team_id: 0.05 }
              - model_name: a
                litellm_params: { model: amazon.nova-canvas-v1:0 }
              - model_name: b
                litellm_params: { model: amazon.nova-canvas-v1:0, api_base: "http://127.0.0.1:2" }
              - model_name: chat
                litellm_params: { model: openai/gpt-4o }
            """);

        var settings = Read(new(Config: file));

        Assert.Equal(["a", "a", "b"], settings.Models.Select(entry => entry.Name));
        Assert.Equal([new Uri("http://127.0.0.1:1"), null, new Uri("http://127.0.0.1:2")], settings.Models.Select(entry => entry.Endpoint));
        Assert.Null(settings.Bedrock.Endpoint);
        Assert.Equal([2, 6, 11], settings.Warnings.Select(warning => int.Parse(warning[(file.Length + 1)..].Split(':')[0])));
    }

    [Theory]
    [InlineData(null, "amazon.nova-canvas-v1:0", "us-east-1")]
    [InlineData(null, "stability.stable-image-core-v1:1", "us-west-2")]
    [InlineData("eu-west-1", "amazon.nova-canvas-v1:0", "eu-west-1")]
    [InlineData("us-east-2", "stability.stable-image-core-v1:1", "us-east-2")]
    // Nobody named the model: OpenAI's name stands for the default one.
    [InlineData("us-east-2", "gpt-image-1", "us-west-2")]
    [InlineData("us-east-2", "bedrock/us-east-2/stability.stable-image-core-v1:1", "us-east-2")]
    [InlineData("eu-west-1", "bedrock/ap-northeast-1/amazon.nova-canvas-v1:0", "ap-northeast-1")]
    public async Task The_region_is_the_names_then_the_operators_and_of_a_model_that_nobody_named_its_own(string? configured, string model, string region)
    {
        if (configured is not null)
            _environment["AWS_REGION"] = configured;
        var read = Read(new());
        await using var gateway = await RunningGateway.StartAsync(settings => settings with { Bedrock = read.Bedrock });

        using var answer = await gateway.PostAsync($$"""{"prompt":"x","model":"{{model}}"}""");

        Assert.Equal(region, answer.Header("x-ochre-region"));
    }

    [Theory]
    [InlineData(null, "eu-west-1", "us-east-1")]
    [InlineData(null, "us-west-2", "us-west-2")]
    [InlineData("http://127.0.0.1:1", "eu-west-1", "eu-west-1")]
    public async Task A_service_that_is_not_in_the_operators_region_is_called_where_it_is_unless_he_names_an_address(string? endpoint, string configured, string region)
    {
        _environment["AWS_REGION"] = configured;
        if (endpoint is not null)
            _environment["AWS_ENDPOINT_URL_BEDROCK_RUNTIME"] = endpoint;
        var bedrock = Read(new()).Bedrock;
        await using var gateway = await EditGateway.StartAsync(settings => settings with { Bedrock = bedrock });

        using var answer = await gateway.EditAsync($$"""{"image":"{{EditGateway.DataUrl(EditGateway.Picture)}}","model":"{{EditGateway.Cutout}}"}""");

        Assert.Equal(region, answer.Header("x-ochre-region"));
        Assert.Contains($"/{region}/bedrock/aws4_request", Assert.Single(gateway.Bedrock.Requests).Headers["authorization"], StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_entry_answers_under_its_own_name_with_its_profile_region_and_defaults()
    {
        var entry = new ModelEntry("team-canvas", "bedrock/amazon.nova-canvas-v1:0",
            "arn:aws:bedrock:eu-west-1:000000000000:application-inference-profile/a0a0", null, new() { ["cfgScale"] = 9 });
        var bedrock = new Capture();
        await using var gateway = await RunningGateway.StartAsync(
            settings => settings with { Models = [entry] }, services => Microsoft.Extensions.DependencyInjection.ServiceCollectionServiceExtensions.AddSingleton<HttpMessageHandler>(services, bedrock));

        using var answer = await gateway.PostAsync("""{"prompt":"x","model":"team-canvas","response_format":"b64_json","imageGenerationConfig":{"seed":3}}""");

        Assert.Equal("/model/arn%3Aaws%3Abedrock%3Aeu-west-1%3A000000000000%3Aapplication-inference-profile%2Fa0a0/invoke", bedrock.Path);
        Assert.Contains("\"cfgScale\":9", bedrock.Body, StringComparison.Ordinal);
        Assert.Contains("\"seed\":3", bedrock.Body, StringComparison.Ordinal);
        Assert.Equal(("amazon.nova-canvas-v1:0", "eu-west-1"), (answer.Header("x-ochre-model"), answer.Header("x-ochre-region")));
    }

    private GatewaySettings Read(Flags flags) => new SettingsReader(_environment.GetValueOrDefault).Read(flags);

    private IReadOnlyList<string> Faults(Flags flags) => Assert.Throws<SettingsException>(() => Read(flags)).Faults;

    private string Write(string yaml)
    {
        var path = Path.Combine(_folder, "config.yaml");
        File.WriteAllText(path, yaml);
        return path;
    }

    /// <summary>A Bedrock that takes one call and answers that it is busy elsewhere.</summary>
    private sealed class Capture : HttpMessageHandler
    {
        public string Path { get; private set; } = "";

        public string Body { get; private set; } = "";

        protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            Path = request.RequestUri!.AbsolutePath;
            Body = await request.Content!.ReadAsStringAsync(cancellationToken);
            return new(System.Net.HttpStatusCode.OK) { Content = new StringContent("""{"images":["iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNkYPhfDwAChwGA60e6kgAAAABJRU5ErkJggg=="],"error":null}""") };
        }
    }
}
