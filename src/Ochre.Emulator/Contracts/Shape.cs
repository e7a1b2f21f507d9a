using System.Text.Json;

namespace Ochre.Emulator.Contracts;

/// <summary>One documented field of a body.</summary>
internal sealed record Field(string Name, Rule Rule, bool Required = false);

/// <summary>An object with these fields and no others: every image model refuses a key it does not know.</summary>
internal sealed record Shape(params Field[] Fields) : Rule
{
    // Bedrock's own keys, taken off before the model sees the body. Source: API reference, InvokeModel, guardrails.
    private const string BedrockKeys = "amazon-bedrock-";

    public override void Check(JsonElement value, string pointer, Violations found)
    {
        if (!Expect(JsonValueKind.Object, value, pointer, found))
            return;
        foreach (var field in Fields)
        {
            if (field.Required && !value.TryGetProperty(field.Name, out _))
                found.Add(pointer, $"required key [{field.Name}] not found");
        }
        foreach (var property in value.EnumerateObject())
        {
            if (Array.Find(Fields, field => property.NameEquals(field.Name)) is { } known)
                known.Rule.Check(property.Value, $"{pointer}/{known.Name}", found);
            else if (pointer != "#" || !property.Name.StartsWith(BedrockKeys, StringComparison.Ordinal))
                found.AddUnknown(pointer, property.Name);
        }
    }
}
