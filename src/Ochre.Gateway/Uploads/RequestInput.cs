using System.Text.Json;

namespace Ochre.Gateway.Uploads;

/// <summary>A request with pictures, completely arrived: its fields, its files, and the memory that they stand in.</summary>
/// <param name="asks">Learns what is asked of the fields; null where nobody wants to know.</param>
internal sealed class RequestInput(HeldMemory memory, JsonDocument json, ReadOnlyMemory<byte> jsonBytes, FieldAsks? asks = null) : IDisposable
{
    /// <summary>Everything but a form's pictures, in its JSON form.</summary>
    public Fields Fields { get; } = new(json.RootElement, asks);

    /// <summary>The same, as it was read.</summary>
    public JsonElement Json => json.RootElement;

    /// <summary>A form's files, and its fields that name pictures, as they came.</summary>
    public IReadOnlyList<(FormName Name, GivenPicture Picture)> Pictures { get; init; } = [];

    public ReadOnlyMemory<byte> JsonBytes => jsonBytes;

    /// <summary>Memory for this request; goes back with it.</summary>
    public HeldMemory Memory => memory;

    public void Dispose()
    {
        json.Dispose();
        memory.Dispose();
    }
}
