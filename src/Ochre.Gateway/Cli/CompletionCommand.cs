using System.CommandLine;
using System.CommandLine.Completions;

namespace Ochre.Gateway.Cli;

/// <summary><c>ochre completion</c>: a shell's script for what may follow, and the hidden verb that the script asks.</summary>
internal static class CompletionCommand
{
    private static readonly Argument<string> s_shell = new("shell") { Description = "bash, zsh or fish" };
    private static readonly Argument<string> s_line = new("line") { Description = "The line up to the cursor" };

    // Each offers files where Ochre has nothing to offer. bash takes a colon for the end of a word, and models have colons in their names.
    private const string Bash = """
        # eval "$(ochre completion bash)"
        _ochre() {
          local line="${COMP_LINE:0:COMP_POINT}" words
          local word="${line##* }"
          words=$(ochre complete -- "$line" 2>/dev/null) || return 0
          COMPREPLY=()
          while IFS= read -r one; do
            if [[ -n $one && $one == "$word"* ]]; then COMPREPLY+=("$one"); fi
          done <<< "$words"
          if [[ $word == *:* ]]; then COMPREPLY=("${COMPREPLY[@]#"${word%"${word##*:}"}"}"); fi
        }
        complete -o default -F _ochre ochre
        """;

    private const string Zsh = """
        # eval "$(ochre completion zsh)"
        _ochre() {
          local -a words
          words=("${(@f)$(ochre complete -- "$LBUFFER" 2>/dev/null)}")
          words=(${words:#})
          if (( ${#words} )); then compadd -a -- words; else _files; fi
        }
        compdef _ochre ochre
        """;

    private const string Fish = """
        # ochre completion fish | source
        function __ochre
          set -l found (ochre complete -- (commandline -cp) 2>/dev/null)
          if set -q found[1]
            printf '%s\n' $found
          else
            __fish_complete_path (commandline -ct)
          end
        end
        complete -c ochre -f -a '(__ochre)'
        """;

    public static Command Build()
    {
        s_shell.AcceptOnlyFromAmong("bash", "zsh", "fish");
        var command = new Command("completion", "Print a script that completes verbs, options and models in a shell: eval \"$(ochre completion bash)\"") { s_shell };
        command.SetAction(parsed => parsed.InvocationConfiguration.Output.WriteLine(parsed.GetValue(s_shell) switch { "bash" => Bash, "zsh" => Zsh, _ => Fish }));
        return command;
    }

    /// <summary>What may follow a line, one word a line.</summary>
    /// <param name="root">The whole command line, itself included.</param>
    public static Command Answer(Command root)
    {
        var command = new Command("complete", "What may follow a line, for the scripts of 'completion'.") { s_line };
        command.Hidden = true;
        command.SetAction(parsed =>
        {
            foreach (var item in Items(root, parsed.GetValue(s_line)!))
                parsed.InvocationConfiguration.Output.WriteLine(item.InsertText ?? item.Label);
        });
        return command;
    }

    // Options are offered to whoever has begun one: before that they would stand in the way of verbs and files.
    private static IEnumerable<CompletionItem> Items(Command root, string line)
    {
        var wantsOptions = line[(line.LastIndexOf(' ') + 1)..].StartsWith('-');
        return root.Parse(line).GetCompletions(line.Length).Where(item => !item.Label.StartsWith('/') && item.Label.StartsWith('-') == wantsOptions);
    }
}
