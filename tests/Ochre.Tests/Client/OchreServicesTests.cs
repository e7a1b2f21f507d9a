using Microsoft.Extensions.AI;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;
using Ochre.Hosting;
using Ochre.Succession;

namespace Ochre.Tests.Client;

#pragma warning disable MEAI001 // What is tested is that it is there.
public sealed class OchreServicesTests
{
    private const string Sd35 = "stability.sd3-5-large-v1:0";

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_client_and_a_generator_are_one_and_the_same_for_everybody()
    {
        await using var provider = new ServiceCollection().AddOchre(options => options.Emulated = true).BuildServiceProvider();

        var generator = provider.GetRequiredService<IImageGenerator>();
        var image = await provider.GetRequiredService<OchreClient>().GenerateAsync("a red kite", cancellationToken: Stop);

        Assert.Same(provider.GetRequiredService<OchreClient>(), generator.GetService(typeof(OchreClient)));
        Assert.Same(generator, provider.GetRequiredService<IImageGenerator>());
        Assert.NotEmpty(image.Bytes.ToArray());
    }

    [Fact]
    public async Task A_host_does_not_start_with_options_that_are_wrong_and_says_all_of_them()
    {
        using var host = HostOf(builder => builder.Services.AddOchre(options => (options.AccessKeyId, options.DefaultModel) = ("AKID", "nope")));

        var wrong = await Assert.ThrowsAsync<OptionsValidationException>(() => host.StartAsync(Stop));

        Assert.Equal(2, wrong.Failures.Count());
    }

    [Fact]
    public void A_section_is_bound_to_every_option()
    {
        var configuration = Of(new()
        {
            ["Ochre:Region"] = "us-west-2", ["Ochre:MoreRegions:0"] = "us-east-1", ["Ochre:AccessKeyId"] = "AKID", ["Ochre:SecretAccessKey"] = "s", ["Ochre:SessionToken"] = "t",
            ["Ochre:Role"] = "arn:aws:iam::123456789012:role/images", ["Ochre:Endpoint"] = "https://vpce.example", ["Ochre:DefaultModel"] = Sd35, ["Ochre:Aliases:cheap"] = Sd35,
            ["Ochre:Timeout"] = "00:01:00", ["Ochre:Retry:Tries"] = "5", ["Ochre:Retry:FirstPause"] = "00:00:02", ["Ochre:Succession"] = "Off",
        });
        using var provider = new ServiceCollection().AddOchre(configuration.GetSection("Ochre")).BuildServiceProvider();

        var options = provider.GetRequiredService<IOptions<OchreOptions>>().Value;

        Assert.Equal(("us-west-2", "us-east-1", "AKID", "s", "t"), (options.Region, options.MoreRegions.Single(), options.AccessKeyId, options.SecretAccessKey, options.SessionToken));
        Assert.Equal(("arn:aws:iam::123456789012:role/images", new("https://vpce.example"), Sd35), (options.Role, options.Endpoint, options.DefaultModel));
        Assert.Equal((Sd35, TimeSpan.FromMinutes(1), 5, TimeSpan.FromSeconds(2), SuccessionMode.Off),
            (options.Aliases["cheap"], options.Timeout, options.Retry.Tries, options.Retry.FirstPause, options.Succession));
    }

    [Fact]
    public async Task A_key_that_is_no_option_stops_the_start_with_the_one_that_was_meant()
    {
        using var host = HostOf(builder =>
        {
            builder.Configuration.AddInMemoryCollection([new("Ochre:Regoin", "us-west-2"), new("Ochre:Retry:Trys", "1"), new("Ochre:Emulated", "true")]);
            builder.Services.AddOchre(builder.Configuration.GetSection("Ochre"));
        });

        var wrong = await Assert.ThrowsAsync<OptionsValidationException>(() => host.StartAsync(Stop));

        Assert.Equal(2, wrong.Failures.Count());
        Assert.Contains("Ochre:Regoin is no option; the nearest are Region", string.Join('\n', wrong.Failures));
        Assert.Contains("Ochre:Retry:Trys", string.Join('\n', wrong.Failures));
    }

    [Fact]
    public void Every_property_of_the_options_is_a_known_key()
    {
        foreach (var (type, path) in new[] { (typeof(OchreOptions), ""), (typeof(RetryOptions), "Retry:") })
        {
            foreach (var property in type.GetProperties())
            {
                var known = new KnownKeys("", Of(new() { [path + property.Name] = "x" }));
                Assert.True(known.Validate("", new()).Succeeded, property.Name);
            }
        }
    }

    [Fact]
    public async Task Clients_with_keys_stand_beside_each_other()
    {
        await using var provider = new ServiceCollection()
            .AddOchre(options => options.Emulated = true)
            .AddKeyedOchre("large", options => (options.Emulated, options.DefaultModel) = (true, Sd35))
            .AddKeyedOchre("bound", Of(new() { ["Emulated"] = "true", ["DefaultModel"] = "amazon.nova-canvas-v1:0" }))
            .BuildServiceProvider();

        Assert.Equal(Sd35, provider.GetRequiredKeyedService<OchreClient>("large").Catalog.DefaultModel);
        Assert.Equal("amazon.nova-canvas-v1:0", provider.GetRequiredKeyedService<OchreClient>("bound").Catalog.DefaultModel);
        Assert.Equal(Sd35, provider.GetRequiredKeyedService<IImageGenerator>("large").GetService<ImageGeneratorMetadata>()!.DefaultModelId);
        Assert.NotSame(provider.GetRequiredService<OchreClient>(), provider.GetRequiredKeyedService<OchreClient>("large"));
    }

    [Fact]
    public async Task An_application_under_test_paints_with_the_emulator_whatever_it_has_configured()
    {
        using var bedrock = new EmulatedBedrock();
        await using var provider = new ServiceCollection()
            .AddOchre(options => (options.Profile, options.Endpoint, options.DefaultModel) = ("production", new("https://vpce.example"), Sd35))
            .EmulateOchre(bedrock.Emulator).BuildServiceProvider();

        await provider.GetRequiredService<OchreClient>().GenerateAsync("a red kite", cancellationToken: Stop);

        Assert.Equal((Sd35, 1), (Assert.Single(bedrock.Invocations).Model, bedrock.ImagesBilled));
    }

    [Fact]
    public async Task Health_is_known_without_buying_anything()
    {
        using var bedrock = new EmulatedBedrock();
        using var good = new ServiceCollection().AddLogging().AddOchre(options => options.UseEmulator(bedrock.Emulator)).AddHealthChecks().AddOchre().Services.BuildServiceProvider();
        using var old = new ServiceCollection().AddLogging().AddSingleton<TimeProvider>(new ManualTime { Start = new(2030, 1, 1, 0, 0, 0, TimeSpan.Zero) })
            .AddOchre(options => (options.DefaultModel, options.BedrockApiKey) = ("amazon.nova-canvas-v1:0", "key")).AddHealthChecks().AddOchre().Services.BuildServiceProvider();

        Assert.Equal(HealthStatus.Healthy, await HealthOf(good));
        Assert.Equal(HealthStatus.Degraded, await HealthOf(old));
        Assert.Empty(bedrock.Invocations);
    }

    [Fact]
    public async Task Without_credentials_it_is_unhealthy_and_says_what_is_missing()
    {
        using var provider = new ServiceCollection().AddLogging().AddOchre(options => options.Profile = "no-such-profile").AddHealthChecks().AddOchre().Services.BuildServiceProvider();

        var report = await provider.GetRequiredService<HealthCheckService>().CheckHealthAsync(Stop);

        Assert.Equal(HealthStatus.Unhealthy, report.Status);
        Assert.Contains("no-such-profile", report.Entries["ochre"].Description);
    }

    private static async Task<HealthStatus> HealthOf(IServiceProvider provider) =>
        (await provider.GetRequiredService<HealthCheckService>().CheckHealthAsync(Stop)).Status;

    private static IHost HostOf(Action<HostApplicationBuilder> configure)
    {
        var builder = Host.CreateEmptyApplicationBuilder(new());
        configure(builder);
        return builder.Build();
    }

    private static IConfigurationRoot Of(Dictionary<string, string?> values) => new ConfigurationBuilder().AddInMemoryCollection(values).Build();
}
