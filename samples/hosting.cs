#:project ../src/Ochre/Ochre.csproj
#:project ../src/Ochre.Emulator/Ochre.Emulator.csproj
#:package Microsoft.Extensions.Hosting@10.0.14
#:property PublishAot=false
#:property NoWarn=MEAI001

// The library in an application's host: dependency injection, Microsoft.Extensions.AI, Aspire's conventions.  dotnet run samples/hosting.cs

using System.Drawing;
using Microsoft.Extensions.AI;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Microsoft.Extensions.Hosting;
using Ochre;

var builder = Host.CreateApplicationBuilder(args);
builder.Configuration.AddInMemoryCollection([new("Ochre:Emulated", "true"), new("Aspire:Ochre:eu:Emulated", "true")]);

// <add>
builder.Services.AddOchre(builder.Configuration.GetSection("Ochre"));
builder.Services.AddKeyedOchre("drafts", options => (options.Emulated, options.DefaultModel) = (true, "stability.sd3-5-large-v1:0"));
builder.Services.AddHealthChecks().AddOchre();
// </add>

// <aspire>
builder.AddKeyedOchreClient("eu", settings => settings.HealthCheckTimeout = TimeSpan.FromSeconds(5));
// </aspire>

using var host = builder.Build();
await host.StartAsync();

// <ask>
var generator = host.Services.GetRequiredService<IImageGenerator>();
var response = await generator.GenerateAsync(
    new ImageGenerationRequest("A cute baby sea otter"),
    new ImageGenerationOptions
    {
        ModelId = "amazon.nova-canvas-v1:0",
        Count = 2,
        ImageSize = new Size(512, 768),
        AdditionalProperties = new() { ["seed"] = 30, ["negative_prompt"] = "people" },
    });
var otter = (DataContent)response.Contents[0];
await File.WriteAllBytesAsync("otter.png", otter.Data.ToArray());
Console.WriteLine($"{response.Contents.Count} of {otter.MediaType}, seed {otter.AdditionalProperties!["seed"]}, {otter.AdditionalProperties["cost_usd"]} USD each");
// </ask>

// <originals>
var edited = await generator.GenerateAsync(
    new ImageGenerationRequest("Two otters", [otter, (DataContent)response.Contents[1]]),
    new ImageGenerationOptions { RawRepresentationFactory = _ => new EditOptions { Model = "amazon.nova-canvas-v1:0", Extra = { ["similarityStrength"] = 0.9 } } });
Console.WriteLine($"{edited.Contents.Count} edit of {((OchreImage)edited.Contents[0].RawRepresentation!).Model}");
// </originals>

var health = await host.Services.GetRequiredService<HealthCheckService>().CheckHealthAsync();
Console.WriteLine($"{health.Status}: {string.Join(", ", health.Entries.Keys)}");

var draft = await host.Services.GetRequiredKeyedService<OchreClient>("drafts").GenerateAsync("A red kite");
Console.WriteLine($"a draft by {draft.Model}");
