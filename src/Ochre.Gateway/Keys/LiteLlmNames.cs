namespace Ochre.Gateway.Keys;

/// <summary>LiteLLM's other names in bodies for keys, teams and users: what is accepted and has no effect, and what would be a promise that nobody keeps.</summary>
internal static class LiteLlmNames
{
    // Names that bind nobody: whoever sends them gets the key, and a warning.
    public static readonly string[] Meaningless =
    [
        "aliases", "config", "permissions", "tpm_limit", "model_tpm_limit", "tpm_limit_type", "rpm_limit_type", "allowed_cache_controls", "organization_id",
        "router_settings", "auto_rotate", "rotation_interval", "spend", "send_invite_email", "project_id", "prompts", "agent_id", "access_group_ids",
        "members_with_roles", "members", "admins", "teams", "user_role", "sso_user_id", "model_aliases", "team_member_budget", "team_member_key_duration",
        "team_member_rpm_limit", "team_member_tpm_limit", "secret_manager_settings", "auto_create_key", "team_member_permissions", "created_by",
    ];

    // Names that would hold a caller back: a key that is freer than was asked for is not given out.
    private static readonly string[] s_restrictions =
    [
        "allowed_routes", "model_max_budget", "guardrails", "enforced_params", "budget_id", "object_permission", "key_type", "allowed_passthrough_routes",
        "allowed_vector_store_indexes", "policies", "disabled_callbacks", "budget_limits",
    ];

    /// <summary>The names that were there and mean nothing here.</summary>
    /// <exception cref="ImageException">A restriction that Ochre does not have.</exception>
    public static IReadOnlyList<string> Take(AdminFields fields)
    {
        if (fields.Drop(s_restrictions.Contains) is [var name, ..])
        {
            throw ImageError.Invalid(name,
                $"'{name}' would hold the caller back, and Ochre does not have it; nothing was done. Leave it out, and use models, max_budget, rpm_limit or images_per_minute.");
        }

        return fields.Drop(Meaningless.Contains);
    }
}
