using System.CommandLine;
using VirtProvision.Cli.Views;
using VirtProvision.Core.Diagnostics;
using VirtProvision.Core.Options;
using VirtProvision.Core.Text;
using VirtProvision.Runtime.Media;
using VirtProvision.Runtime.Osinfo;

namespace VirtProvision.Cli.Commands;

/// <summary>What install is asked without anything being installed: what an option takes, which systems there are, what is on a medium.</summary>
internal static class InstallQuestions
{
    private static readonly OptionDefinition s_check = new("--check") { Description = "Checks that can be turned off." };

    /// <returns>Null when nothing of the kind was asked.</returns>
    public static async Task<IView?> AnswerAsync(
        IReadOnlyList<OptionUse> uses, InstallOptions options, ParseResult parse, DiagnosticBag findings, CancellationToken cancellationToken)
    {
        var asked = uses.Where(OptionHelp.IsRequest).Select(static use => OptionHelp.Of(OptionCatalog.Embedded.Find(use.Option)!)).ToList();
        if ((parse.GetValue(options.Check) ?? []).Any(static value => value is "help" or "?"))
        {
            asked.Add(new OptionHelp(s_check, s_check.Description!, [], [.. InstallChecks.All.Select(static check => new OptionHelpEntry([check.Name], "on|off", check.Description))]));
        }

        if (asked.Count > 0)
        {
            return new OptionHelpView(asked);
        }

        if (uses.Any(static use => use is { Option: "--osinfo", Value: "list" }))
        {
            return new OsListView(Systems().List());
        }

        return parse.GetValue(options.TestMediaDetection) is { } location ? await DetectAsync(location, findings, cancellationToken).ConfigureAwait(false) : null;
    }

    private static OsDatabase Systems() => new(OsDatabaseFolders.FromEnvironment());

    private static async Task<IView> DetectAsync(string location, DiagnosticBag findings, CancellationToken cancellationToken)
    {
        var place = new InstallLocation(location, new SourceFile("--test-media-detection", location).Start);
        var source = await InstallSource.OpenAsync(place, findings, cancellationToken).ConfigureAwait(false);
        if (source is null)
        {
            return new TextView("");
        }

        await using (source.ConfigureAwait(false))
        {
            return new TextView(Systems().DetectTree(source.Clues)?.Os.ShortId ?? "None");
        }
    }
}
