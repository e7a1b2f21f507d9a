namespace Ochre.Gateway.Configuration;

/// <summary>stdapi.ai's variables that mean nothing here: named at the start, so that nobody believes otherwise.</summary>
internal static class UnreadVariables
{
    // Whoever relies on one of these relies on callers being turned away.
    private static readonly string[] s_keys =
        ["API_KEY_SSM_PARAMETER", "API_KEY_SECRETSMANAGER_SECRET", "AWS_COGNITO_USER_POOL_ID", "TENANT_API_KEYS"];

    public static readonly string[] Names =
    [
        .. s_keys,

        "AWS_BEDROCK_REGION_ROUTING_QUOTA_STALE_FACTOR", "AWS_BEDROCK_REGION_ROUTING_UNAVAILABLE_BACKOFF_SECONDS", "AWS_FAILOVER_MAX_RETRIES",
        "AWS_ADAPTIVE_RETRY", "AWS_MAX_POOL_CONNECTIONS", "AWS_CONNECT_TIMEOUT", "AWS_BEDROCK_CROSS_REGION_INFERENCE", "AWS_BEDROCK_CROSS_REGION_INFERENCE_GLOBAL",
        "AWS_BEDROCK_MODEL_REGION_RESTRICT", "AWS_BEDROCK_LEGACY", "AWS_BEDROCK_DEPRECATED_MODELS", "AWS_BEDROCK_MARKETPLACE_AUTO_SUBSCRIBE",
        "AWS_BEDROCK_ALLOW_PROMPT_ROUTER_ARN",
        "AWS_BEDROCK_ALLOW_MARKETPLACE_ENDPOINT_ARN", "AWS_BEDROCK_USER_ROLE_ARN", "AWS_BEDROCK_USER_ROLE_SESSION_DURATION", "AWS_BEDROCK_USER_ROLE_TAG_KEY",
        "AWS_BEDROCK_USER_ROLE_REQUIRE_IDENTITY", "AWS_S3_FILES_PREFIX", "AWS_DYNAMODB_TABLE", "API_KEY_SECRETSMANAGER_KEY", "AUTHENTICATION_MODE",
        "AWS_COGNITO_CLIENT_IDS", "AWS_COGNITO_REQUIRED_SCOPES", "AWS_COGNITO_ACCEPT_ID_TOKEN", "AWS_COGNITO_ISSUER_TYPE", "OAUTH_RESOURCE_IDENTIFIER",
        "OAUTH_AUTHORIZATION_SERVERS", "OAUTH_SCOPES_SUPPORTED", "TENANT_KEY_CACHE_SECONDS", "TENANT_KEY_SSM_PARAMETER_PREFIX", "TENANT_KEY_SSM_KMS_KEY_ID",
        "TENANT_KEY_SECRETSMANAGER_PREFIX", "TENANT_KEY_SECRETSMANAGER_KMS_KEY_ID", "TENANT_KEY_ROTATION_DAYS", "TENANT_KEY_ROTATION_OVERLAP_SECONDS",
        "TENANT_AWS_CREDENTIALS", "TENANT_RATE_LIMIT_REQUESTS_PER_MINUTE", "TENANT_RATE_LIMIT_TOKENS_PER_MINUTE", "ENABLE_GZIP", "GRANIAN_SSL_CERTIFICATE",
        "GRANIAN_SSL_KEYFILE", "STRICT_INPUT_VALIDATION", "MODEL_CACHE_SECONDS", "IMAGE_GENERATION_MODEL",
        "LOG_REQUEST_PARAMS", "LOG_CLIENT_IP", "TIMEZONE", "CLOUDWATCH_METRICS", "CLOUDWATCH_METRICS_NAMESPACE", "CLOUDWATCH_METRICS_USER_DIMENSION", "COST_TRACKING",
        "COST_PRICE_OVERRIDES", "USAGE_API", "MCP_STATELESS_HTTP",
        "ENABLE_MCP_SSE",
    ];

    // On unless somebody says otherwise, so that saying otherwise means something.
    private static readonly string[] s_onByDefault =
        ["AWS_BEDROCK_CROSS_REGION_INFERENCE", "AWS_BEDROCK_CROSS_REGION_INFERENCE_GLOBAL", "AWS_BEDROCK_MARKETPLACE_AUTO_SUBSCRIBE"];

    /// <param name="hasKeys">Whether a key is asked for all the same.</param>
    public static void Tell(SettingText text, bool hasKeys, List<string> warnings)
    {
        foreach (var name in Names.Where(name => text.Env(name) is not null && (!IsOff(text.Env(name)!) || s_onByDefault.Contains(name))))
        {
            if (!hasKeys && s_keys.Contains(name))
                text.Fault($"{name}: Ochre does not ask there who may call, and no other key is set. Put the key itself into API_KEY.");
            else
                warnings.Add($"{name} is not read; it has no effect.");
        }
    }

    // What is switched off is off here too.
    private static bool IsOff(string value) => value.ToLowerInvariant() is "false" or "0" or "no" or "off" or "{}" or "[]";
}
