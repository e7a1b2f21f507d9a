using System.Collections.Frozen;

namespace Ochre.Parameters;

/// <summary>
/// LiteLLM's own parameters, which its clients put beside the model's. From a client they steer nothing here: they never reach Bedrock, and
/// never change where or as whom it is called.
/// </summary>
internal static class ControlNames
{
    private static readonly FrozenSet<string> s_names = FrozenSet.Create(
    [
        "additional_drop_params", "allowed_openai_params", "api_base", "api_key", "api_version", "base_model", "base_url", "cache",
        "caching", "custom_llm_provider", "disable_fallbacks", "drop_params", "extra_body", "extra_headers", "extra_query", "fallbacks",
        "guardrails", "litellm_call_id", "litellm_metadata",
        "max_parallel_requests", "max_retries", "metadata", "mock_response", "model_id", "model_info", "num_retries", "order",
        "organization", "proxy_server_request", "region_name", "rpm", "tags", "timeout", "tpm", "ttl", "user_config", "weight",
    ]);

    public static bool Has(string name) => name.StartsWith("aws_", StringComparison.Ordinal) || s_names.Contains(name);

    public static void Drop(Fields fields) => fields.Drop(Has);
}
