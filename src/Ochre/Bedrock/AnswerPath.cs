using System.Text.Json;

namespace Ochre.Bedrock;

/// <summary>Where in a JSON document a token reader stands, in the spelling of <see cref="AnswerShape"/>.</summary>
internal sealed class AnswerPath
{
    private readonly Stack<(bool IsArray, string Path)> _containers = new();
    private string _value = "";
    private bool _afterName;
    private bool _skipOne;

    /// <summary>Whether the next token is a value at this place.</summary>
    public bool IsAt(string path) =>
        !_skipOne && _value == path && (_afterName || (_containers.TryPeek(out var top) && top.IsArray));

    /// <summary>The next plain value stands for an image and is no field.</summary>
    public void SkipOneValue() => _skipOne = true;

    /// <summary>Takes one token; the answer is its path if it is a plain value.</summary>
    public string? Take(ref Utf8JsonReader reader)
    {
        _afterName = false;
        switch (reader.TokenType)
        {
            case JsonTokenType.PropertyName:
                var parent = _containers.Peek().Path;
                var name = reader.GetString()!;
                _value = parent.Length == 0 ? name : $"{parent}.{name}";
                _afterName = true;
                return null;
            case JsonTokenType.StartObject or JsonTokenType.StartArray:
                _containers.Push((reader.TokenType is JsonTokenType.StartArray, _value));
                return null;
            case JsonTokenType.EndObject or JsonTokenType.EndArray:
                _value = _containers.Pop().Path;
                return null;
            case var _ when _skipOne:
                _skipOne = false;
                return null;
            default:
                return _value;
        }
    }
}
