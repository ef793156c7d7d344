using VirtProvision.Core.Installing;
using VirtProvision.Core.Osinfo;
using VirtProvision.Runtime.Media;

namespace VirtProvision.Runtime.Installing;

/// <summary>The command line of an installer's kernel.</summary>
internal static class KernelArguments
{
    /// <param name="answers">Where the installer finds the answers of an unattended installation; null for none.</param>
    public static string? Of(InstallMethod method, OsFacts system, InstallSource? source, InstallTree? tree, string? answers)
    {
        var arguments = new List<string>();
        if (method.Arguments is { Length: > 0 } given)
        {
            arguments.Add(given);
        }

        if (!method.ReplacesArguments)
        {
            // The answers say where the rest of the system comes from.
            if (answers is not null)
            {
                arguments.Add(answers);
            }
            else if (source is { IsUrl: true } && (tree?.UrlArgument ?? system.KernelUrlArgument) is { } argument)
            {
                arguments.Add($"{argument}={source.Location}");
            }
        }

        return arguments.Count is 0 ? null : string.Join(' ', arguments);
    }
}
