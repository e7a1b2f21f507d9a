using Microsoft.Extensions.AI;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;

namespace Ochre.Tests.Client;

#pragma warning disable MEAI001
public sealed class AspireTests
{
    private const string Sd35 = "stability.sd3-5-large-v1:0";

    [Fact]
    public void The_section_comes_first_then_the_connection_string_then_the_code()
    {
        var options = OptionsOf(
            null,
            builder => builder.AddOchreClient("images", settings => settings.Options.DefaultModel = "amazon.nova-canvas-v1:0"),
            ("Aspire:Ochre:Region", "us-east-1"), ("Aspire:Ochre:DefaultModel", Sd35), ("Aspire:Ochre:Timeout", "00:02:00"),
            ("ConnectionStrings:images", $"Endpoint=https://vpce-1.bedrock-runtime.us-west-2.vpce.amazonaws.com;Key=secret;Model={Sd35};Region=us-west-2"));

        Assert.Equal((new("https://vpce-1.bedrock-runtime.us-west-2.vpce.amazonaws.com"), "secret", "us-west-2"), (options.Endpoint, options.BedrockApiKey, options.Region));
        Assert.Equal(("amazon.nova-canvas-v1:0", TimeSpan.FromMinutes(2)), (options.DefaultModel, options.Timeout));
    }

    [Fact]
    public void A_keyed_client_has_a_section_of_its_own()
    {
        var options = OptionsOf(
            "eu", builder => builder.AddKeyedOchreClient("eu"),
            ("Aspire:Ochre:Region", "us-east-1"), ("Aspire:Ochre:eu:Region", "eu-west-1"), ("ConnectionStrings:eu", $"Model={Sd35}"));

        Assert.Equal(("eu-west-1", Sd35), (options.Region, options.DefaultModel));
    }

    [Theory]
    [InlineData("http://gateway:4000", "http://gateway:4000/", null, null, null)]
    [InlineData("endpoint=\"http://gateway:4000/v1\";KEY=k", "http://gateway:4000/v1", "k", null, null)]
    [InlineData("Key=k;Endpoint=http://gateway:4000", "http://gateway:4000/", "k", null, null)]
    [InlineData("https://bedrock-runtime.us-west-2.amazonaws.com", null, null, "https://bedrock-runtime.us-west-2.amazonaws.com/", null)]
    [InlineData("Endpoint=https://bedrock-runtime.us-west-2.amazonaws.com;Key=k", null, null, "https://bedrock-runtime.us-west-2.amazonaws.com/", "k")]
    [InlineData("Bedrock=http://127.0.0.1:4567", null, null, "http://127.0.0.1:4567/", null)]
    [InlineData("Region=us-west-2;Key=k", null, null, null, "k")]
    public void An_endpoint_is_a_gateway_unless_it_is_Bedrocks_own(string text, string? gateway, string? gatewayKey, string? endpoint, string? bedrockKey)
    {
        var options = OptionsOf(null, builder => builder.AddOchreClient("images"), ("ConnectionStrings:images", text));

        Assert.Equal((gateway, gatewayKey, endpoint, bedrockKey), (options.Gateway?.AbsoluteUri, options.GatewayKey, options.Endpoint?.AbsoluteUri, options.BedrockApiKey));
    }

    [Theory]
    [InlineData("Endpoint=https://a.b;Sekret=hush")]
    [InlineData("hush")]
    [InlineData("Endpoint=hush")]
    [InlineData("Emulated=hush")]
    [InlineData("Key=hush;;=")]
    public void A_connection_string_that_cannot_be_read_is_refused_by_its_name_and_never_quoted(string text)
    {
        var wrong = Assert.Throws<FormatException>(() => OptionsOf(null, builder => builder.AddOchreClient("images"), ("ConnectionStrings:images", text)));

        Assert.StartsWith("ConnectionStrings:images: ", wrong.Message);
        Assert.DoesNotContain("hush", wrong.Message);
    }

    [Fact]
    public async Task The_client_works_without_a_connection_string_and_is_checked_for_health()
    {
        var builder = Host.CreateEmptyApplicationBuilder(new());
        builder.Configuration.AddInMemoryCollection([new("Aspire:Ochre:Emulated", "true")]);
        builder.AddOchreClient("images");
        builder.AddKeyedOchreClient("second", settings => (settings.Options.Emulated, settings.DisableHealthChecks) = (true, true));
        using var host = builder.Build();
        await host.StartAsync(TestContext.Current.CancellationToken);

        var image = await host.Services.GetRequiredService<OchreClient>().GenerateAsync("a red kite", cancellationToken: TestContext.Current.CancellationToken);
        var report = await host.Services.GetRequiredService<HealthCheckService>().CheckHealthAsync(TestContext.Current.CancellationToken);

        Assert.NotEmpty(image.Bytes.ToArray());
        Assert.NotNull(host.Services.GetService<IImageGenerator>());
        Assert.NotNull(host.Services.GetKeyedService<IImageGenerator>("second"));
        Assert.Equal([("Ochre", HealthStatus.Healthy)], report.Entries.Select(entry => (entry.Key, entry.Value.Status)));
    }

    private static OchreOptions OptionsOf(string? key, Action<HostApplicationBuilder> add, params (string Key, string Value)[] configuration)
    {
        var builder = Host.CreateEmptyApplicationBuilder(new());
        builder.Configuration.AddInMemoryCollection(configuration.Select(pair => new KeyValuePair<string, string?>(pair.Key, pair.Value)));
        add(builder);
        using var host = builder.Build();
        return host.Services.GetRequiredService<IOptionsMonitor<OchreOptions>>().Get(key ?? Options.DefaultName);
    }
}
