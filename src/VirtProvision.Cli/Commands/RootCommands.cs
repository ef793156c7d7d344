using System.CommandLine;
using VirtProvision.Cli.Terminal;

namespace VirtProvision.Cli.Commands;

/// <summary>The tree of commands: one line for each.</summary>
internal static class RootCommands
{
    public const string Program = "virt-provision";

    /// <summary>What a newcomer types first.</summary>
    public static readonly ImmutableArray<Example> FirstSteps =
    [
        new("Check specs without any host", "virt-provision validate specs/"),
        new("See what would change on this host, and what each change costs", "virt-provision plan specs/"),
        new("Do it", "virt-provision apply specs/"),
    ];

    /// <param name="args">What was typed: some commands are costly to make, and are made whole only when they are meant.</param>
    public static RootCommand Create(CommandContext context, IReadOnlyList<string> args) =>
        new("Declarative provisioning for libvirt: YAML specs in, domains, networks and storage as they say.")
        {
            GlobalOptions.Connect,
            GlobalOptions.Output,
            ValidateCommand.Create(context),
            RenderCommand.Create(context),
            ExplainCommand.Create(context),
            PlanCommand.Create(context),
            ApplyCommand.Create(context),
            DestroyCommand.Create(context),
            ExportCommand.Create(context),
            InstallCommand.Create(context, isAsked: args is [InstallCommand.Name, ..], ExplainsOptions(args)),
            CloneCommand.Create(context),
            FlattenCommand.Create(context),
            XmlCommand.Create(context, isAsked: args is [XmlCommand.Name, ..], ExplainsOptions(args)),
            StatusCommand.Create(context),
            StartCommand.Create(context),
            StopCommand.Create(context),
            RebootCommand.Create(context),
            ConsoleCommand.Create(context),
            ScreenshotCommand.Create(context),
            ViewerCommand.Create(context),
            EventsCommand.Create(context),
            ImagesCommand.Create(context),
            LintCommand.Create(context),
            HostCommand.Create(context),
            SchemaCommand.Create(context),
        };

    /// <summary>The words typed with abbreviated options written out, in the commands whose users are used to that.</summary>
    public static string[] Expand(string[] args, RootCommand root) => args switch
    {
        [CloneCommand.Name, ..] => CloneCommand.Expand(args, root),
        [InstallCommand.Name or XmlCommand.Name, ..] => Abbreviations.Expand(args, root.Subcommands.Single(command => command.Name == args[0]), root.Options),
        _ => args,
    };

    private static bool ExplainsOptions(IReadOnlyList<string> args) => args.Any(static arg => arg is "--help" or "-h" or "-?");
}
