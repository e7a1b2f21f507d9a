using YamlDotNet.Core;
using YamlDotNet.RepresentationModel;

namespace Ochre.Gateway.Configuration;

/// <summary>LiteLLM's <c>config.yaml</c> and the files it includes: its models, further names of them, and its sections.</summary>
internal sealed class LiteLlmFile
{
    private readonly YamlText _yaml;
    private readonly LiteLlmSections _sections;
    private readonly HashSet<string> _files = [];
    private readonly List<string> _faults;
    private readonly List<string> _warnings = [];
    private readonly ModelListReader _list;

    private LiteLlmFile(Func<string, string?> environment, List<string> faults, bool looksUp)
    {
        _faults = faults;
        _yaml = new(environment, faults, _warnings);
        Routing = new(_yaml, faults, _warnings);
        _sections = new(_yaml, Routing);
        _list = new(_yaml, faults, new(_yaml, faults, new(_yaml.Variable, faults, _warnings, TimeProvider.System, looksUp)));
    }

    /// <summary>Its models, and the further names of them; no name twice.</summary>
    public IReadOnlyList<ModelEntry> Models { get; private set; } = [];

    public LiteLlmSections Sections => _sections;

    /// <summary>All files that were read, whole paths.</summary>
    public IReadOnlyCollection<string> Files => _files;

    /// <summary>LiteLLM's <c>environment_variables</c> that the environment does not have.</summary>
    public IReadOnlyDictionary<string, string> Variables => _yaml.Variables;

    public IReadOnlyList<string> Warnings => _warnings;

    /// <summary>How the entries of one name are balanced, and who stands in for whom.</summary>
    public RoutingReader Routing { get; }

    /// <param name="path">Null for no file.</param>
    /// <param name="looksUp">Whether profiles and tokens are looked for; the emulator needs none.</param>
    public static LiteLlmFile Read(string? path, Func<string, string?> environment, List<string> faults, bool looksUp)
    {
        var file = new LiteLlmFile(environment, faults, looksUp);
        if (path is not null)
            file.Load(path);
        file.Models = file.WithAliases(file._list.All());
        return file;
    }

    private List<ModelEntry> WithAliases(List<ModelEntry> models)
    {
        foreach (var alias in _sections.Aliases)
        {
            if (models.Find(model => model.Name == alias.Name) is { } other)
                _faults.Add($"{alias.Place}: '{Echo.Of(alias.Name, 100)}' is a name of {other.Place} too: two values for one name. Take one of them away.");
            else
                models.Add(alias);
        }

        return models;
    }

    private void Load(string path)
    {
        (var outer, _yaml.Path) = (_yaml.Path, path);
        try
        {
            var yaml = new YamlStream();
            using var text = new StreamReader(path);
            yaml.Load(text);
            _files.Add(Path.GetFullPath(path));
            if (yaml.Documents is [{ RootNode: YamlMappingNode root }, ..])
                ReadRoot(root);
            else
                _faults.Add($"{path}: the file must be a mapping with model_list and general_settings.");
        }
        catch (YamlException fault) when (fault.Message.Contains("Duplicate key", StringComparison.OrdinalIgnoreCase))
        {
            _faults.Add($"{path}:{fault.Start.Line}: a key stands twice in one mapping: two values for one thing. Keep one. ({fault.Message})");
        }
        catch (YamlException fault)
        {
            _faults.Add($"{path}:{fault.Start.Line}: not valid YAML: {fault.Message}");
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            _faults.Add($"{(outer.Length == 0 ? "" : $"{outer}: include: ")}{path}: cannot be read: {fault.Message}");
        }

        _yaml.Path = outer;
    }

    private void ReadRoot(YamlMappingNode root)
    {
        // What the rest may name comes first.
        if (YamlText.Child(root, "environment_variables") is YamlMappingNode variables)
            _yaml.SetVariables(variables);
        foreach (var credential in (YamlText.Child(root, "credential_list") as YamlSequenceNode)?.Children ?? [])
            _list.ReadCredential(credential);
        foreach (var (key, value) in root.Children)
        {
            switch (key.ToString(), value)
            {
                case ("environment_variables", YamlMappingNode) or ("credential_list", YamlSequenceNode):
                    break;
                case ("include", YamlSequenceNode files):
                    foreach (var file in files.Children)
                        Include(file);
                    break;
                case ("model_list", YamlSequenceNode list):
                    foreach (var entry in list.Children)
                        _list.ReadModel(entry);
                    break;
                case ("general_settings", YamlMappingNode general):
                    _sections.ReadGeneral(general);
                    break;
                case ("litellm_settings", YamlMappingNode settings):
                    _sections.ReadLiteLlm(settings);
                    break;
                case ("router_settings", YamlMappingNode router):
                    _sections.ReadRouter(router);
                    break;
                case ("include" or "model_list" or "credential_list", _) when !YamlText.IsNull(value):
                    _yaml.Fault(key, $"{key} must be a list, each item after a '-'.");
                    break;
                case ("general_settings" or "litellm_settings" or "router_settings" or "environment_variables", _) when !YamlText.IsNull(value):
                    _yaml.Fault(key, $"{key} must be a mapping of names and values.");
                    break;
                case (_, _) when !YamlText.IsNull(value):
                    _yaml.Warn(key, $"{key} is not read");
                    break;
            }
        }
    }

    // Paths are relative to the file that names them.
    private void Include(YamlNode node)
    {
        if (_yaml.Text(node) is not { Length: > 0 } name)
            return;
        if (name.Contains('\0'))
        {
            _yaml.Fault(node, "include: this is no file's name.");
            return;
        }

        var path = Path.Combine(Path.GetDirectoryName(_yaml.Path) ?? "", name);
        if (_files.Contains(Path.GetFullPath(path)))
            _yaml.Fault(node, $"include: '{Echo.Of(name, 100)}' is read already; the files include each other in a circle, or one twice. Take it away here.");
        else
            Load(path);
    }
}
