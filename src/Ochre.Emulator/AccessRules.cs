using Ochre.Emulator.Contracts;

namespace Ochre.Emulator;

/// <summary>What the caller's IAM policies and the account's subscriptions leave out. The texts are those of IAM's and Bedrock's refusals.</summary>
internal sealed class AccessRules(EmulatorOptions options)
{
    /// <summary>The account whose models and profiles these are.</summary>
    public const string Account = "123456789012";

    /// <summary>Throws what AWS answers to a caller whose policies do not allow the action.</summary>
    /// <param name="action">With its service: <c>bedrock:InvokeModel</c>.</param>
    public void Check(string action, string resource)
    {
        if (options.Denied.Contains(action))
            throw NotAuthorized(action, resource, "identity-based");
    }

    /// <summary>Throws what Bedrock answers where the account has not subscribed to the model.</summary>
    public void CheckAccess(ModelContract model)
    {
        if (IsWithheld(model))
            throw BedrockError.Forbidden("AccessDeniedException", "You don't have access to the model with the specified model ID.");
    }

    public bool IsWithheld(ModelContract model) => options.Withheld.Contains(model.Id);

    /// <summary>A resource of another account, which would have to let this one in itself.</summary>
    public static BedrockRefusal Foreign(string action, string resource) => NotAuthorized(action, resource, "resource-based");

    public static string ResourceOf(string id, string region) =>
        id.StartsWith("arn:", StringComparison.Ordinal) ? Violations.Echo(id)
        : Models.Find(id, out var isProfile) is not null && isProfile ? $"arn:aws:bedrock:{region}:{Account}:inference-profile/{id}"
        : $"arn:aws:bedrock:{region}::foundation-model/{Violations.Echo(id)}";

    private static BedrockRefusal NotAuthorized(string action, string resource, string policy) => BedrockError.Forbidden("AccessDeniedException",
        $"User: arn:aws:iam::{Account}:user/test is not authorized to perform: {action} on resource: {resource} because no {policy} policy allows the {action} action");
}
