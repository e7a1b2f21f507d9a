using Ochre.Gateway.Keys;

namespace Ochre.Gateway.OpenApi;

/// <summary>Virtual keys, under LiteLLM's names.</summary>
internal static class KeyOperations
{
    private const string Tag = "Keys";

    private static readonly int[] s_refusals = [400, 404, 409, 413, 415, 503];

    public static IReadOnlyList<Operation> All { get; } =
    [
        new("POST", "generateKey", Tag, "Make a key", "/key/generate")
        {
            Text = "The key itself is in this answer and in no other. Without a body it has no bounds and no end.",
            Body = new("KeyGenerateRequest", """{"key_alias":"design-team","max_budget":25,"budget_duration":"30d","images_per_minute":20}""") { IsRequired = false },
            Answers = [Key("The key.")],
            Refusals = s_refusals,
        },
        new("POST", "updateKey", Tag, "Change a key", "/key/update")
        {
            Text = "What is not sent stays as it is; `null` takes away what was there.",
            Body = new("KeyUpdateRequest", """{"key":"KEY_ID","max_budget":50}"""),
            Answers = [Key("The key as it is now.")],
            Refusals = s_refusals,
        },
        new("POST", "regenerateKey", Tag, "Replace a key's secret", "/key/regenerate")
        {
            Text = "The key keeps its id, its budget and what it has spent.",
            Body = new("KeyRegenerateRequest", """{"key":"KEY_ID","grace_period":"1h"}"""),
            Answers = [Key("The key, with its new secret.")],
            Refusals = s_refusals,
        },
        new("POST", "regenerateKeyOfPath", Tag, "Replace a key's secret, named by the path", "/key/{key}/regenerate")
        {
            Body = new("KeyRegenerateRequest", """{"grace_period":"1h"}""") { IsRequired = false },
            Answers = [Key("The key, with its new secret.")],
            Refusals = s_refusals,
        },
        new("POST", "deleteKeys", Tag, "Delete keys", "/key/delete")
        {
            Body = new("KeyDeleteRequest", """{"keys":["KEY_ID"]}"""),
            Answers = [new(200, "The ids of what is gone.", "DeletedKeys")],
            Refusals = s_refusals,
        },
        new("POST", "blockKey", Tag, "Block a key", "/key/block")
        {
            Body = new("KeyNameRequest", """{"key":"KEY_ID"}"""),
            Answers = [Key("The key, which no longer opens.")],
            Refusals = s_refusals,
        },
        new("POST", "unblockKey", Tag, "Let a key open again", "/key/unblock")
        {
            Body = new("KeyNameRequest", """{"key":"KEY_ID"}"""),
            Answers = [Key("The key, which opens again.")],
            Refusals = s_refusals,
        },
        new("GET", "getKey", Tag, "Look at a key", "/key/info")
        {
            Text = "A key may ask about itself, without naming itself; the master key about every key that was given out.",
            Query =
            [
                new("key", Schemas.Text, "The key, or its id; needed with the master key.") { Example = "KEY_ID" },
                new("token", Schemas.Text, "The same; `key` wins."),
            ],
            Answers = [new(200, "The key, without its secret.", "KeyInfo")],
            Refusals = [400, 403, 404, 503],
        },
        new("POST", "getKeys", Tag, "Look at several keys", "/v2/key/info")
        {
            Body = new("KeysRequest", """{"keys":["KEY_ID"]}"""),
            Answers = [new(200, "The keys, without their secrets.", "KeyInfos")],
            Refusals = s_refusals,
        },
        new("GET", "listKeys", Tag, "List keys", "/key/list")
        {
            Query =
            [
                .. Paging.Of("size", 10),
                new("user_id", Schemas.Text, "Only this user's."), new("team_id", Schemas.Text, "Only this team's."), new("key_alias", Schemas.Text, "Only the one of this name."),
                new("search", """{"type":"string","maxLength":200}""", "Only those with these letters in their id, name, user or team.") { Example = "e" },
                new("return_full_object", Schemas.Flag, "Whole keys instead of their ids.") { Example = "true" },
            ],
            Answers = [new(200, "A page of keys: ids, or whole keys.", """{"anyOf":[{"$ref":"#/components/schemas/KeyListOfString"},{"$ref":"#/components/schemas/KeyListOfKey"}]}""")],
            Refusals = [400, 503],
        },
        new("GET", "listKeyAliases", Tag, "List the names of keys", "/key/aliases")
        {
            Query = Paging.Of("size", 50),
            Answers = [new(200, "A page of names.", "Aliases")],
            Refusals = [400, 503],
        },
    ];

    private static AnswerWord Key(string text) => new(200, text, "Key") { Headers = ["x-ochre-ignored"] };
}

/// <summary>Pages of lists.</summary>
internal static class Paging
{
    public static IReadOnlyList<QueryWord> Of(string sizeName, int size) =>
    [
        new("page", Schemas.Whole(1, AdminHttp.LastPage, 1), "Which page; the first is 1.") { Example = "1" },
        new(sizeName, Schemas.Whole(1, AdminHttp.MostOfPage, size), "How many on a page.") { Example = "5" },
    ];
}
