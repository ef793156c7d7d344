using System.CommandLine;

namespace VirtProvision.Cli.Commands;

/// <summary>Writes abbreviated long options out, as virt-install's users may type them: <c>--os</c> for <c>--osinfo</c> where no other option begins so.</summary>
internal static class Abbreviations
{
    public static string[] Expand(string[] args, Command command, IEnumerable<Option> everywhere)
    {
        var names = command.Options.Concat(everywhere).SelectMany(static option => option.Aliases.Append(option.Name)).Where(static name => name.StartsWith("--", StringComparison.Ordinal)).ToHashSet(StringComparer.Ordinal);
        var expanded = (string[])args.Clone();
        for (var i = 0; i < args.Length && args[i] is not "--"; i++)
        {
            var end = args[i].IndexOf('=', StringComparison.Ordinal);
            var name = end < 0 ? args[i] : args[i][..end];
            if (name.Length > 2 && name.StartsWith("--", StringComparison.Ordinal) && !names.Contains(name)
                && names.Where(known => known.StartsWith(name, StringComparison.Ordinal)).Take(2).ToArray() is [var meant])
            {
                expanded[i] = end < 0 ? meant : meant + args[i][end..];
            }
        }

        return expanded;
    }
}
