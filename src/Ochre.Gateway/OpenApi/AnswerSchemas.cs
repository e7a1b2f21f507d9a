using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Schema;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;

namespace Ochre.Gateway.OpenApi;

/// <summary>Schemas of answers, from the very records that are written: each record once, under its name without "Wire".</summary>
internal sealed class AnswerSchemas(IReadOnlyDictionary<string, string> words)
{
    private readonly SortedDictionary<string, JsonObject> _schemas = new(StringComparer.Ordinal);

    /// <summary>All of them, by name.</summary>
    public IReadOnlyDictionary<string, JsonObject> All => _schemas;

    /// <summary>Adds what an answer of this type holds; gives the schema of the answer itself.</summary>
    public JsonNode Add(JsonTypeInfo type)
    {
        if (type.Kind is not JsonTypeInfoKind.Object)
            return Export(type);
        var name = NameOf(type.Type);
        if (!_schemas.ContainsKey(name))
        {
            // Before its parts are looked at, which may be of its own kind.
            _schemas[name] = [];
            _schemas[name] = Export(type).AsObject();
        }

        return Reference(name);
    }

    public static JsonObject Reference(string name) => new() { ["$ref"] = $"#/components/schemas/{name}" };

    private JsonNode Export(JsonTypeInfo type) => type.GetJsonSchemaAsNode(new()
    {
        TreatNullObliviousAsNonNullable = true,
        TransformSchemaNode = (context, schema) => Transformed(context, schema),
    });

    private JsonNode Transformed(JsonSchemaExporterContext context, JsonNode schema)
    {
        var type = context.TypeInfo;
        if (type.Type == typeof(JsonElement) || type.Type == typeof(JsonObject))
            return new JsonObject { ["type"] = "object" };
        if (type.Kind is not JsonTypeInfoKind.Object || schema is not JsonObject described)
            return schema;
        if (context.Path.Length == 0)
            return Described(type, described);
        var reference = Add(type.Options.GetTypeInfo(type.Type));
        return context.PropertyInfo is { } property && property.IsGetNullable && IsAlwaysThere(property, type.Options)
            ? new JsonObject { ["anyOf"] = new JsonArray(reference, new JsonObject { ["type"] = "null" }) }
            : reference;
    }

    private JsonObject Described(JsonTypeInfo type, JsonObject schema)
    {
        var (name, properties, required) = (NameOf(type.Type), new JsonObject(), new JsonArray());
        foreach (var property in type.Properties)
        {
            if (schema["properties"]?[property.Name]?.DeepClone() is not { } given)
                continue;
            // A bare true stands for anything.
            var field = given as JsonObject ?? [];
            // Null is written where the name is always there, and nowhere else.
            var isAlwaysThere = IsAlwaysThere(property, type.Options);
            if (isAlwaysThere)
                required.Add((JsonNode)property.Name);
            else if (field["type"] is JsonArray kinds)
                field["type"] = kinds[0]!.DeepClone();
            if (words.GetValueOrDefault($"{name}.{property.Name}") is { } word)
                field["description"] = word;
            properties[property.Name] = field;
        }

        return new() { ["type"] = "object", ["properties"] = properties, ["required"] = required, ["additionalProperties"] = false };
    }

    private static bool IsAlwaysThere(JsonPropertyInfo property, JsonSerializerOptions options) => !property.IsGetNullable
        || (property.ShouldSerialize?.Invoke(new object(), null) ?? options.DefaultIgnoreCondition is JsonIgnoreCondition.Never);

    private static string NameOf(Type type)
    {
        var name = type.Name.Split('`')[0];
        name = name.StartsWith("Wire", StringComparison.Ordinal) ? name[4..] : name;
        return type.IsGenericType ? $"{name}Of{string.Concat(type.GenericTypeArguments.Select(NameOf))}" : name;
    }
}
