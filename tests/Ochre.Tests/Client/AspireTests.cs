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
            ("ConnectionStrings:images", $"Endpoint=https://vpce.example;Key=secret;Model={Sd35};Region=us-west-2"));

        Assert.Equal((new("https://vpce.example"), "secret", "us-west-2"), (options.Endpoint, options.BedrockApiKey, options.Region));
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
    [InlineData("https://vpce.example", "https://vpce.example/")]
    [InlineData("http://127.0.0.1:4567", "http://127.0.0.1:4567/")]
    [InlineData("endpoint=\"https://a.b\"", "https://a.b/")]
    public void An_address_alone_is_a_connection_string_too(string text, string endpoint) =>
        Assert.Equal(endpoint, OptionsOf(null, builder => builder.AddOchreClient("images"), ("ConnectionStrings:images", text)).Endpoint!.AbsoluteUri);

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
