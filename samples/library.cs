#:project ../src/Ochre/Ochre.csproj
#:project ../src/Ochre.Emulator/Ochre.Emulator.csproj
#:property PublishAot=false

// The library in this process, over the emulator: no gateway, no socket, no account.  dotnet run samples/library.cs

using Ochre;

// <client>
// new OchreClient() calls AWS, as whom and where an AWS SDK would. This one paints in this process, free of charge.
using var ochre = OchreClient.Emulated();
// </client>

// <first>
var image = await ochre.GenerateAsync("A cute baby sea otter", new() { Model = "bedrock/stability.stable-diffusion-xl-v0", Size = "128x512", Extra = { ["seed"] = 30 } });
await image.SaveAsync("otter.png");
Console.WriteLine($"{image.Bytes.Length} bytes of {image.Format}, {image.Size}, seed {image.Seed}, {image.CostUsd} USD");
// </first>

// <many>
var images = await ochre.GenerateManyAsync("A red kite", 3, new() { Model = "stability.stable-image-core-v1:1", Size = "1216x832", Extra = { ["seed"] = 7 } });
foreach (var one in images)
    await one.SaveAsync($"kite-{one.Seed}.png");
Console.WriteLine($"{images.Count} images, {images.Filtered} filtered, {images.Failed} failed, {images.CostUsd} USD together");
// </many>

// <stream>
await foreach (var one in ochre.GenerateStreamAsync("A blue kite", 3))
    Console.WriteLine($"image {one.Index} is ready, seed {one.Seed}");
// </stream>

// <edit>
var photo = await ImageFile.ReadAsync("kite-7.png");
var sunset = await ochre.EditAsync(photo, "Add soft sunset lighting", new() { Model = "stability.sd3-5-large-v1:0" });
await sunset.SaveAsync("sunset.png");

var cut = await ochre.EditAsync(photo, "", new() { Model = "stability.stable-image-remove-background-v1:0" });
var similar = await ochre.VaryManyAsync([photo, sunset], 2, new() { Model = "amazon.nova-canvas-v1:0", Size = "512x512" });
// </edit>

Console.WriteLine($"{cut.Size} cut out, {similar.Count} variations");

// <notes>
var wide = await ochre.GenerateAsync("A red kite", new() { Model = "stability.stable-image-core-v1:1", Size = "1000x800", Quality = ImageQuality.High });
Console.WriteLine($"ignored: {string.Join(", ", wide.Notes.Ignored)}; adjusted: {string.Join(", ", wide.Notes.Adjusted)}");
// </notes>

// <refusal>
try
{
    await ochre.GenerateAsync("A red kite", new() { Model = "stability.stable-image-core-v1:1", Extra = { ["sneed"] = 30 } });
}
catch (ImageException refusal) when (refusal.Error.Code == "unknown_parameter")
{
    Console.WriteLine($"{refusal.Error.Param}: {refusal.Message}");
}
// </refusal>

// <tests>
using var bedrock = new EmulatedBedrock();
await bedrock.Client.GenerateAsync("A red kite", new() { Extra = { ["seed"] = 7 } });

var asked = bedrock.Invocations[0];
Console.WriteLine($"asked {asked.Model} for seed {asked.Json.GetProperty("seed")}, {bedrock.ImagesBilled} image, {bedrock.UsdBilled} USD");

bedrock.Fail("throttle");
await bedrock.Client.GenerateAsync("A red kite");
Console.WriteLine($"after a throttle: {bedrock.Invocations.Count} invocations, {bedrock.ImagesBilled} images");
// </tests>
