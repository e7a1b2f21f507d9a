#:project ../src/Ochre/Ochre.csproj
#:project ../src/Ochre.Emulator/Ochre.Emulator.csproj
#:property PublishAot=false

// The library in this process, over the emulator: no gateway, no socket, no account.  dotnet run samples/library.cs -- "a red kite"

using Ochre;
using Ochre.Bedrock;
using Ochre.Emulator;
using Ochre.Pixels;
using Ochre.Succession;

// <library>
// For AWS itself: BedrockClient.CreateHandler(), AwsIdentity.Default() and SuccessionRule.Auto.
using var emulator = new BedrockEmulator();
using var bedrock = new BedrockClient(emulator, AwsIdentity.AccessKey("test", "test"), new BedrockOptions(), TimeProvider.System);
using var pixels = new PixelPipeline(new PixelOptions());
var service = new ImageService(ModelCatalog.Default, bedrock, pixels, SuccessionRule.ServeAll, TimeProvider.System);

var wish = new GenerateImages { Prompt = args.FirstOrDefault("A cute baby sea otter"), Count = 2, Size = new(1216, 832), Extra = new() { ["seed"] = 7 } };
ImageJob job = service.Plan(wish, "stability.stable-image-core-v1:1", seed: (uint)Random.Shared.Next());
Console.WriteLine($"{job.Plan.Calls.Count} calls of {job.Target.Model.Name} in {job.Regions[0]}, {job.Plan.PricePerImage} USD an image");

await using ImageRun run = await service.StartAsync(job, headers: [], CancellationToken.None);
foreach (ArrivingImage image in await run.AllAsync())
{
    await using var file = File.Create($"otter-{image.Index + 1}.png");
    await image.CopyToAsync(file, CancellationToken.None);
    Console.WriteLine($"{file.Name}: {image.Size}, seed {image.Seed}");
}
// </library>
