using System.Text.Json;
using Ochre.Gateway.Keys;
using Ochre.Gateway.Uploads;
using Ochre.Gateway.Wire;

namespace Ochre.Gateway.OpenApi;

/// <summary>Lets the readers of requests read next to nothing, and keeps what they ask for.</summary>
internal static class AskedFields
{
    private static readonly byte[] s_picture = """{"prompt":"A kite","image":"AAAA"}"""u8.ToArray();

    public static IReadOnlyList<FieldAsk> Generation => Of(static asks =>
    {
        using var json = JsonWords.Parse(s_picture);
        GenerationBody.Parse(new Fields(json.RootElement, asks), pathModel: null);
    });

    public static IReadOnlyList<FieldAsk> Edit => OfPictures(static input => EditBody.Parse(input, pathModel: null));

    public static IReadOnlyList<FieldAsk> Variation => OfPictures(static input => VariationBody.Parse(input, pathModel: null));

    /// <summary>What makes a key and what changes one, without the fields that one route alone has.</summary>
    public static IReadOnlyList<FieldAsk> Key => OfAdmin(static fields => KeyWish.Parse(fields, DateTimeOffset.UnixEpoch));

    public static IReadOnlyList<FieldAsk> Team => OfAdmin(static fields => PartyWish.Parse(fields, TeamEndpoints.AliasField));

    public static IReadOnlyList<FieldAsk> User => OfAdmin(static fields => PartyWish.Parse(fields, UserEndpoints.AliasFields));

    private static IReadOnlyList<FieldAsk> OfPictures(Action<RequestInput> read) => Of(asks =>
    {
        using var input = new RequestInput(new(new(new())), JsonWords.Parse(s_picture), s_picture, asks);
        read(input);
    });

    private static IReadOnlyList<FieldAsk> OfAdmin(Action<AdminFields> read) => Of(asks => read(new(JsonElement.Parse("{}"), asks)));

    private static IReadOnlyList<FieldAsk> Of(Action<FieldAsks> read)
    {
        var asks = new FieldAsks();
        read(asks);
        return asks.All;
    }
}
