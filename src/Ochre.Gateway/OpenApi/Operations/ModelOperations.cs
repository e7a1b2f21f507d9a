using Ochre.Gateway.Endpoints;

namespace Ochre.Gateway.OpenApi;

/// <summary>Models as OpenAI, LiteLLM and stdapi.ai list them.</summary>
internal static class ModelOperations
{
    private const string Tag = "Models";

    private static readonly QueryWord s_region = new("region", Schemas.Text, "Only what is in this AWS region.") { Example = "us-west-2" };

    public static IReadOnlyList<Operation> All { get; } =
    [
        new("GET", "listModels", Tag, "List the models that can be called now", "/v1/models", "/models")
        {
            Text = "OpenAI's list, with what Ochre knows of each model under `ochre`: tasks, sizes, prices, end of life, and every field of its request.",
            Query = [new("all", Schemas.Flag, "Also those that AWS has ended.") { Example = "true" }],
            Answers = [new(200, "The models that the caller may use.", "ModelList")],
            Refusals = [400],
        },
        new("GET", "getModel", Tag, "Look at one model", "/v1/models/{**id}", "/models/{**id}")
        {
            Answers = [new(200, "The model.", "Model") { Headers = ["Deprecation", "Sunset"] }],
            Refusals = [404],
        },
        new("GET", "getModelInfo", Tag, "List models as LiteLLM does", "/model/info", "/v1/model/info")
        {
            Query = [new("litellm_model_id", Schemas.Text, "Only the entry with this `model_info.id`.")],
            Answers = [new(200, "One item for each entry that a name has.", "ModelInfoList")],
            Refusals = [400],
        },
        new("GET", "searchModels", Tag, "Find models by what they do", "/search_models")
        {
            Text = "stdapi.ai's search: the models that every given filter fits, by id.",
            Query =
            [
                new("input_modalities", Schemas.Several(Schemas.OneOf(SearchModelsEndpoint.Inputs)), "What a model takes: all of these.") { Example = "TEXT" },
                new("output_modalities", Schemas.Several(Schemas.OneOf(SearchModelsEndpoint.Outputs)), "What it makes: all of these.") { Example = "IMAGE" },
                new("route", Schemas.Several(Schemas.OneOf(SearchModelsEndpoint.Routes)), "Routes, or tools, that it answers at: all of these.") { Example = "/v1/images/edits" },
                s_region,
                new("streaming", Schemas.Flag, "Whether its answers can be streamed.") { Example = "true" },
                new("legacy", Schemas.Flag, "Whether AWS has named its end.") { Example = "false" },
            ],
            Answers = [new(200, "What was found.", """{"type":"array","items":{"$ref":"#/components/schemas/FoundModel"}}""")],
            Refusals = [400],
        },
        new("GET", "getModelPricing", Tag, "What images cost", "/model_pricing", "/v1/model_pricing")
        {
            Text = "stdapi.ai's price cards: by model, region, size, quality and steps. In a region the first row that fits an image is its price.",
            Query =
            [
                new("model", Schemas.Several(Schemas.Text), "Only these models, by id or name.") { Example = "stability.stable-image-core-v1:1" },
                s_region,
                .. ModelPricingEndpoint.Filters.Select(filter => new QueryWord(filter.Name, filter.Words is null ? Schemas.Flag : Schemas.Several(Schemas.OneOf(filter.Words)), filter.Text)),
            ],
            Answers = [new(200, "A card for each model.", """{"type":"array","items":{"$ref":"#/components/schemas/ModelPrices"}}""")],
            Refusals = [400],
        },
    ];
}
