using Microsoft.Extensions.Options;

namespace Ochre.Tests.Client;

public sealed class OchreOptionsTests
{
    [Fact]
    public void Everything_that_is_wrong_is_told_at_once()
    {
        var options = new OchreOptions
        {
            Region = "us-wset-2",
            AccessKeyId = "AKID",
            Profile = "dev",
            BedrockApiKey = "a key",
            Role = "my-role",
            DefaultModel = "no-such-model",
            Timeout = TimeSpan.Zero,
            Retry = new() { Tries = 0, FirstPause = TimeSpan.FromMinutes(2) },
        };

        var faults = Assert.Throws<OptionsValidationException>(() => new OchreClient(options)).Failures.ToList();

        Assert.Equal(10, faults.Count);
        foreach (var named in (string[])["SecretAccessKey is missing", "Profile and AccessKeyId are two", "BedrockApiKey is an identity by itself", "BedrockApiKey is empty or holds a blank", "Role is not",
            "us-west-2", "DefaultModel", "Timeout", "Retry.Tries", "Retry.FirstPause"])
            Assert.Single(faults, fault => fault.Contains(named, StringComparison.Ordinal));
        Assert.DoesNotContain(faults, fault => fault.Contains("a key", StringComparison.Ordinal));
    }

    public static TheoryData<OchreOptions, string> Wrong => new()
    {
        { new() { SessionToken = "t" }, "SessionToken" },
        { new() { SecretAccessKey = "s" }, "AccessKeyId is missing" },
        { new() { Endpoint = new("ftp://host") }, "Endpoint" },
        { new() { Endpoint = new("/model", UriKind.Relative) }, "Endpoint" },
        { new() { Endpoint = new("https://user:pass@host") }, "Endpoint" },
        { new() { Endpoint = new("http://127.0.0.1:4000/v1") }, "give it as Gateway" },
        { new() { GatewayKey = "k" }, "Gateway, which is missing" },
        { new() { Gateway = new("ftp://host") }, "Gateway is no address" },
        { new() { Gateway = new("http://host"), Profile = "dev" }, "its own affair" },
        { new() { Gateway = new("http://host"), Aliases = { ["cheap"] = "stability.sd3-5-large-v1:0" } }, "its own affair" },
        { new() { Gateway = new("http://host"), Emulated = true }, "Emulated" },
        { new() { MoreRegions = { "us-east-1" } }, "MoreRegions" },
        { new() { Region = "us-west-2", MoreRegions = { "mars-1" } }, "mars-1" },
        { new() { Aliases = { ["cheap"] = "no-such-model" } }, "cheap" },
        { new() { Emulated = true, BedrockApiKey = "k" }, "Emulated" },
        { new() { Emulated = true, Endpoint = new("https://host") }, "Emulated" },
        { new() { Retry = null! }, "Retry is null" },
        { new() { Timeout = TimeSpan.FromHours(2) }, "Timeout" },
    };

    [Theory]
    [MemberData(nameof(Wrong), DisableDiscoveryEnumeration = true)]
    public void Each_fault_is_named(OchreOptions options, string named)
    {
        var wrong = Assert.Throws<OptionsValidationException>(() => new OchreClient(options));

        Assert.Contains(named, Assert.Single(wrong.Failures));
    }

    [Fact]
    public async Task Aliases_and_a_default_model_are_names_like_any_other()
    {
        using var ochre = new OchreClient(new() { Emulated = true, Aliases = { ["cheap"] = "stability.sd3-5-large-v1:0" }, DefaultModel = "cheap" });

        var image = await ochre.GenerateAsync("a red kite", cancellationToken: TestContext.Current.CancellationToken);

        Assert.Equal("stability.sd3-5-large-v1:0", image.Model);
        Assert.Equal("stability.sd3-5-large-v1:0", ochre.Catalog.Find("gpt-image-1").Model.Id);
    }

    [Fact]
    public void AWSs_variables_say_what_the_options_leave_out()
    {
        var variables = new Dictionary<string, string?>
        {
            ["AWS_REGION"] = "us-east-1", ["AWS_DEFAULT_REGION"] = "us-east-2",
            ["AWS_BEARER_TOKEN_BEDROCK"] = "token", ["AWS_ENDPOINT_URL_BEDROCK_RUNTIME"] = "http://127.0.0.1:4567",
        };

        var found = AwsPlaces.BedrockOf(new(), variables.GetValueOrDefault);
        var given = AwsPlaces.BedrockOf(new() { Region = "us-west-2", MoreRegions = { "us-east-1" }, Endpoint = new("https://vpce.example") }, variables.GetValueOrDefault);
        var emulated = AwsPlaces.BedrockOf(new() { Emulated = true }, variables.GetValueOrDefault);

        Assert.Equal(("us-east-1", new("http://127.0.0.1:4567")), (found.Region, found.Endpoint));
        Assert.Equal(["us-west-2", "us-east-1"], given.Regions);
        Assert.Equal(new("https://vpce.example"), given.Endpoint);
        Assert.Equal((null, null), (emulated.Region, emulated.Endpoint));
        Assert.Equal("token", AwsPlaces.IdentityOf(new(), variables.GetValueOrDefault).BearerToken);
        Assert.Null(AwsPlaces.IdentityOf(new() { Profile = "dev" }, variables.GetValueOrDefault).BearerToken);
    }
}
