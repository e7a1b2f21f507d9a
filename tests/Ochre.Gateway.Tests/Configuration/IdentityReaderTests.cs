using System.Buffers.Text;
using System.Text;
using Ochre.Bedrock.Credentials;
using Ochre.Gateway.Configuration;

namespace Ochre.Gateway.Tests.Configuration;

public sealed class IdentityReaderTests : IDisposable
{
    private const string Role = "aws_role_name: arn:aws:iam::123456789012:role/team/images";
    private const string Keys = "aws_access_key_id: AKIA1, aws_secret_access_key: canary-secret";
    private readonly string _folder = Directory.CreateTempSubdirectory("ochre-config-").FullName;
    private readonly Dictionary<string, string> _environment = new() { ["OCHRE_API_KEY"] = "sk-0123456789" };

    public IdentityReaderTests()
    {
        _environment["HOME"] = _folder;
        Directory.CreateDirectory(Path.Combine(_folder, ".aws"));
        File.WriteAllText(Path.Combine(_folder, ".aws", "config"), "[default]\n[profile studio]\nsso_session = corp\n[sso-session corp]\nsso_region = us-east-1\n");
    }

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void LiteLLMs_whole_set_is_read_with_its_variables()
    {
        _environment["SECRET"] = "canary-secret";
        _environment["AWS_REGION"] = "eu-west-1";

        var read = Identity("""
            { model: amazon.nova-canvas-v1:0, aws_access_key_id: AKIA1, aws_secret_access_key: os.environ/SECRET, aws_session_token: token,
                  aws_role_name: "arn:aws:iam::123456789012:role/images", aws_session_name: nightly, aws_external_id: ext-42,
                  aws_session_tags: [{ Key: team, Value: pictures }], aws_sts_endpoint: "https://sts.eu-west-1.amazonaws.com" }
            """);

        Assert.Equal(new IdentitySettings
        {
            AccessKeyId = "AKIA1", SecretAccessKey = "canary-secret", SessionToken = "token", Role = "arn:aws:iam::123456789012:role/images",
            SessionName = "nightly", ExternalId = "ext-42", Tags = new([new("team", "pictures")]), StsEndpoint = new("https://sts.eu-west-1.amazonaws.com"), StsRegion = "eu-west-1",
        }, read);
    }

    [Fact]
    public void The_spelling_of_LiteLLMs_documents_is_an_access_key_id() => Assert.Equal(
        new IdentitySettings { AccessKeyId = "my-id", SecretAccessKey = "my-key" },
        Identity("{ model: amazon.nova-canvas-v1:0, aws_region_name: us-east-1, aws_secret_access_key: my-key, aws_secret_access_id: my-id }"));

    [Theory]
    [InlineData("api_key: abc", "a Bedrock API key")]
    [InlineData("aws_profile_name: studio", "profile studio")]
    [InlineData(Keys, "an access key")]
    [InlineData(Role, "role images")]
    [InlineData(Role + ", aws_profile_name: studio", "role images")]
    [InlineData(Role + ", aws_web_identity_token: eyJ.eyJ.x", "role images by web identity")]
    public void What_is_given_decides_who_calls(string given, string who) => Assert.Equal(who, Identity($"{{ model: amazon.nova-canvas-v1:0, {given} }}")!.Name);

    [Fact]
    public void A_model_that_says_nothing_is_called_as_the_environment_says()
    {
        _environment["AWS_ROLE_NAME"] = "arn:aws:iam::123456789012:role/everywhere";
        _environment["AWS_EXTERNAL_ID"] = "ext-42";
        var file = Write("{ model: amazon.nova-canvas-v1:0, aws_session_token: null }", "{ model: amazon.nova-canvas-v1:0, " + Keys + " }");

        var settings = Read(file);

        Assert.False(settings.UsesEmulator);
        Assert.Null(settings.Models[0].Identity);
        Assert.Equal(("role everywhere", "ext-42", null), (settings.Identity.Name, settings.Identity.ExternalId, settings.Identity.AccessKeyId));
        // Each parameter falls back by itself, as in LiteLLM: these keys assume the environment's role.
        Assert.Equal(("role everywhere", "AKIA1"), (settings.Models[1].Identity!.Name, settings.Models[1].Identity!.AccessKeyId));
    }

    [Fact]
    public void A_Bedrock_API_key_in_the_environment_goes_first_and_no_profile_is_looked_for()
    {
        _environment["AWS_BEARER_TOKEN_BEDROCK"] = "canary-secret";
        var file = Write("{ model: amazon.nova-canvas-v1:0, aws_profile_name: no-such-aws-profile }", "{ model: amazon.nova-canvas-v1:0, api_key: own }");

        var settings = Read(file);

        Assert.Equal(["canary-secret", "own"], settings.Models.Select(entry => entry.Identity!.BearerToken));
        Assert.Null(settings.Models[0].Identity!.Profile);
        var warning = Assert.Single(settings.Warnings);
        Assert.StartsWith($"{file}:3: aws_profile_name has no effect, for AWS_BEARER_TOKEN_BEDROCK is set", warning, StringComparison.Ordinal);
        Assert.DoesNotContain("canary", warning, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("oidc/file/TOKEN", WebTokenKind.File)]
    [InlineData("TOKEN", WebTokenKind.File)]
    [InlineData("oidc/env/HELD", WebTokenKind.Environment)]
    [InlineData("HELD", WebTokenKind.Environment)]
    [InlineData("oidc/env_path/POINTS", WebTokenKind.PathInEnvironment)]
    [InlineData("oidc/circleci", WebTokenKind.Environment)]
    [InlineData("oidc/circleci/", WebTokenKind.Environment)]
    [InlineData("oidc/circleci_v2/", WebTokenKind.Environment)]
    [InlineData("oidc/azure/", WebTokenKind.PathInEnvironment)]
    [InlineData("oidc/github/sts.amazonaws.com", WebTokenKind.GitHub)]
    [InlineData("oidc/github/", WebTokenKind.GitHub)]
    [InlineData("oidc/google/https://sts.amazonaws.com", WebTokenKind.Google)]
    public void A_web_identity_token_is_a_file_a_variable_or_itself(string text, WebTokenKind kind)
    {
        var path = Token(TimeSpan.FromHours(1));
        (_environment["HELD"], _environment["POINTS"]) = (File.ReadAllText(path), path);
        (_environment["CIRCLE_OIDC_TOKEN"], _environment["CIRCLE_OIDC_TOKEN_V2"], _environment["AZURE_FEDERATED_TOKEN_FILE"]) = (File.ReadAllText(path), File.ReadAllText(path), path);
        (_environment["ACTIONS_ID_TOKEN_REQUEST_URL"], _environment["ACTIONS_ID_TOKEN_REQUEST_TOKEN"]) = ("https://issuer.example/token?api-version=2.0", "runner");

        Assert.Equal(kind, Identity($"{{ model: amazon.nova-canvas-v1:0, {Role}, aws_web_identity_token: {text.Replace("TOKEN", path, StringComparison.Ordinal)} }}")!.WebToken!.Kind);
    }

    [Fact]
    public void An_audience_that_an_issuer_does_not_take_is_told()
    {
        _environment["CIRCLE_OIDC_TOKEN"] = File.ReadAllText(Token(TimeSpan.FromHours(1)));
        var file = Write($"{{ model: amazon.nova-canvas-v1:0, {Role}, aws_web_identity_token: oidc/circleci/aws }}");

        var warning = Assert.Single(Read(file).Warnings);

        Assert.StartsWith($"{file}:3: ", warning, StringComparison.Ordinal);
        Assert.Contains("the audience behind oidc/circleci/ is not read", warning, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("aws_access_key_id: AKIA1", "aws_access_key_id stands without aws_secret_access_key")]
    [InlineData("aws_secret_access_id: AKIA1", "stands without aws_secret_access_key")]
    [InlineData("aws_secret_access_key: canary-secret", "aws_secret_access_key stands without aws_access_key_id")]
    [InlineData("aws_session_token: canary-secret", "aws_session_token stands without the keys")]
    [InlineData("aws_access_key_id: ASIA1, aws_secret_access_key: canary-secret", "begins with ASIA is temporary")]
    [InlineData(Keys + ", aws_secret_access_id: AKIA2", "two names for one thing")]
    [InlineData(Keys + ", api_key: canary-secret", "LiteLLM sends api_key as Bedrock API key")]
    [InlineData(Keys + ", aws_profile_name: studio", "two callers, and LiteLLM takes the profile")]
    [InlineData(Keys + ", aws_profile_name: studio, " + Role, "two callers, and LiteLLM lets the keys assume the role")]
    [InlineData(Keys + ", aws_web_identity_token: eyJ.eyJ.x, " + Role, "two callers, and LiteLLM takes the token")]
    [InlineData("aws_profile_name: studio, aws_web_identity_token: eyJ.eyJ.x, " + Role, "two callers, and LiteLLM takes the token")]
    [InlineData("aws_web_identity_token: eyJ.eyJ.x", "vouches for nobody without aws_role_name")]
    [InlineData("aws_web_identity_token: oidc/gitlab/aws, " + Role, "'oidc/gitlab/aws' asks nobody that Ochre knows. There are oidc/file/PATH, oidc/env/NAME, oidc/env_path/NAME, oidc/github/AUDIENCE")]
    [InlineData("aws_web_identity_token: oidc/google/, " + Role, "asks nobody that Ochre knows")]
    [InlineData("aws_web_identity_token: oidc/env/, " + Role, "asks nobody that Ochre knows")]
    [InlineData("aws_web_identity_token: oidc/github/aws, " + Role, "no ACTIONS_ID_TOKEN_REQUEST_URL: GitHub gives its jobs a token where the workflow has 'permissions: id-token: write'")]
    [InlineData("aws_web_identity_token: oidc/circleci, " + Role, "no CIRCLE_OIDC_TOKEN, which should hold the web identity token")]
    [InlineData("aws_web_identity_token: oidc/circleci_v2/, " + Role, "no CIRCLE_OIDC_TOKEN_V2")]
    [InlineData("aws_web_identity_token: oidc/azure/, " + Role, "no AZURE_FEDERATED_TOKEN_FILE, which should name the file")]
    [InlineData("aws_web_identity_token: /no/such/file, " + Role, "file /no/such/file cannot be read")]
    [InlineData("aws_web_identity_token: oidc/env/NOT_SET, " + Role, "no NOT_SET")]
    [InlineData("aws_profile_name: studo", "no profile 'studo' in the AWS files; the nearest are studio")]
    [InlineData("aws_role_name: images", "is no role's ARN")]
    [InlineData("aws_role_name: \"arn:aws:iam::123:role/images\"", "is no role's ARN")]
    [InlineData("aws_role_name: \"arn:aws:sts::123456789012:assumed-role/images/x\"", "is no role's ARN")]
    [InlineData("aws_role_name: \"arn:aws:iam::123456789012:role/\"", "is no role's ARN")]
    [InlineData("aws_role_name: \"arn:aws-cn:iam::123456789012:role/images\", aws_region_name: us-west-2", "of partition aws-cn, and us-west-2 is of aws")]
    [InlineData(Role + ", aws_region_name: us-gov-west-1", "of partition aws, and us-gov-west-1 is of aws-us-gov")]
    [InlineData(Role + ", aws_session_name: two words", "cannot name a session")]
    [InlineData(Role + ", aws_session_name: x", "cannot name a session")]
    [InlineData(Role + ", aws_external_id: \"no#good\"", "cannot be an external id")]
    [InlineData(Role + ", aws_sts_endpoint: sts.example.com", "not an http or https address")]
    [InlineData(Role + ", aws_session_tags: [{ Key: \"aws:team\", Value: x }]", "session tag 'aws:team' is not one")]
    [InlineData(Role + ", aws_session_tags: [{ Key: team, Value: x }, { Key: Team, Value: y }]", "is there twice")]
    [InlineData(Role + ", aws_session_tags: [team]", "needs Key and Value")]
    [InlineData(Role + ", aws_session_tags: team", "must be a list")]
    [InlineData("aws_role_name: [a]", "aws_role_name must be a text")]
    public void What_cannot_be_meant_stops_the_start_with_its_own_sentence_and_line(string given, string says)
    {
        var file = Write($"{{ model: amazon.nova-canvas-v1:0, {given} }}");

        var fault = Assert.Single(Faults(file));

        Assert.StartsWith($"{file}:3: ", fault, StringComparison.Ordinal);
        Assert.Contains(says, fault, StringComparison.Ordinal);
        Assert.DoesNotContain("canary", fault, StringComparison.Ordinal);
    }

    [Fact]
    public void An_expired_token_stops_the_start_and_says_since_when()
    {
        var path = Token(TimeSpan.FromHours(-1));
        var fault = Assert.Single(Faults(Write($"{{ model: amazon.nova-canvas-v1:0, {Role}, aws_web_identity_token: {path} }}")));

        Assert.Contains($"the web identity token in {path} expired at", fault, StringComparison.Ordinal);
    }

    [Fact]
    public void The_variables_are_checked_as_the_parameters_are_and_all_faults_are_told_at_once()
    {
        _environment["AWS_ROLE_NAME"] = "images";
        _environment["AWS_SESSION_NAME"] = "x";
        _environment["AWS_PROFILE_NAME"] = "studo";
        var file = Write("{ model: amazon.nova-canvas-v1:0, aws_access_key_id: os.environ/NOT_SET, aws_secret_access_key: canary-secret }");

        var faults = Faults(file);

        Assert.Equal([$"{file}:3", "AWS_PROFILE_NAME", "AWS_ROLE_NAME", "AWS_SESSION_NAME"], faults.Select(fault => fault[..fault.IndexOf(": ", StringComparison.Ordinal)]).Order(StringComparer.Ordinal));
    }

    [Theory]
    [InlineData(Keys + ", aws_external_id: ext-42", "aws_external_id means nothing without aws_role_name")]
    [InlineData(Keys + ", aws_session_tags: [{ Key: a, Value: b }]", "aws_session_tags means nothing without aws_role_name")]
    [InlineData(Role + ", aws_web_identity_token: eyJ.eyJ.x, aws_external_id: ext-42", "AssumeRoleWithWebIdentity does not take it")]
    public void What_LiteLLM_ignores_too_is_only_named(string given, string says)
    {
        var file = Write($"{{ model: amazon.nova-canvas-v1:0, {given} }}");

        Assert.Contains(says, Assert.Single(Read(file).Warnings), StringComparison.Ordinal);
    }

    [Fact]
    public void With_the_emulator_nobody_is_looked_for()
    {
        var file = Write($"{{ model: amazon.nova-canvas-v1:0, aws_profile_name: nobody }}", $"{{ model: amazon.nova-canvas-v1:0, {Role}, aws_web_identity_token: /no/such/file }}");

        Assert.True(Read(file, emulator: true).UsesEmulator);
        Assert.Equal(2, Faults(file).Count);
    }

    private IdentitySettings? Identity(string parameters) => Assert.Single(Read(Write(parameters)).Models).Identity;

    private GatewaySettings Read(string file, bool? emulator = null) => new SettingsReader(_environment.GetValueOrDefault).Read(new(Config: file, Emulator: emulator));

    private IReadOnlyList<string> Faults(string file) => Assert.Throws<SettingsException>(() => Read(file)).Faults;

    private string Token(TimeSpan life)
    {
        var claims = $$"""{"iss":"https://issuer.example","aud":"sts.amazonaws.com","exp":{{(TimeProvider.System.GetUtcNow() + life).ToUnixTimeSeconds()}}}""";
        var path = Path.Combine(_folder, "token");
        File.WriteAllText(path, $"eyJhbGciOiJSUzI1NiJ9.{Base64Url.EncodeToString(Encoding.UTF8.GetBytes(claims))}.c2ln");
        return path;
    }

    private string Write(params string[] models)
    {
        var path = Path.Combine(_folder, "config.yaml");
        File.WriteAllText(path, "model_list:\n" + string.Concat(models.Select((parameters, at) => $"  - model_name: m{at}\n    litellm_params: {parameters}\n")));
        return path;
    }
}
