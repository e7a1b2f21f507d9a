using System.Globalization;
using System.Text;

namespace Ochre.Gateway.Wire;

/// <summary>OpenAI's <c>usage</c>: tokens of the prompt, images in, images out.</summary>
internal readonly record struct Usage(int TextTokens, int InputImages, int OutputImages)
{
    public void AppendTo(StringBuilder json)
    {
        var input = TextTokens + InputImages;
        json.Append(CultureInfo.InvariantCulture,
            $$$"""
            "usage":{"input_tokens":{{{input}}},"input_tokens_details":{"text_tokens":{{{TextTokens}}},"image_tokens":{{{InputImages}}}},"output_tokens":{{{OutputImages}}},"total_tokens":{{{input + OutputImages}}}}
            """);
    }
}
