#:package OpenAI@2.15.0
#:property PublishAot=false

// The official OpenAI client for .NET, at a gateway on this machine:  dotnet run samples/generate.cs -- "a lighthouse at night"

using System.ClientModel;
using OpenAI;
using OpenAI.Images;

// <client>
var client = new OpenAIClient(new ApiKeyCredential("unused"), new OpenAIClientOptions { Endpoint = new("http://127.0.0.1:4000/v1") });
ImageClient images = client.GetImageClient("stability.stable-image-core-v1:1");
GeneratedImage image = await images.GenerateImageAsync(
    args.FirstOrDefault("A cute baby sea otter"), new() { ResponseFormat = GeneratedImageFormat.Bytes });
File.WriteAllBytes("otter.png", image.ImageBytes.ToArray());
// </client>

Console.WriteLine($"otter.png: {image.ImageBytes.ToMemory().Length} bytes");
