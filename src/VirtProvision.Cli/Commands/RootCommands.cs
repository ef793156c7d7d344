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
            InstallCommand.Create(context, isAsked: args is [InstallCommand.Name, ..], explains: args.Any(static arg => arg is "--help" or "-h" or "-?")),
            CloneCommand.Create(context),
            HostCommand.Create(context),
            SchemaCommand.Create(context),
        };
}
