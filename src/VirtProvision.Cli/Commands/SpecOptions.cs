using System.CommandLine;
using VirtProvision.Cli.Terminal;
using VirtProvision.Cli.Views;
using VirtProvision.Core.Diagnostics;
using VirtProvision.Core.Resources;
using VirtProvision.Core.Schemas;
using VirtProvision.Core.Templates;
using VirtProvision.Runtime;
using VirtProvision.Runtime.Fleet;
using VirtProvision.Runtime.Workspaces;

namespace VirtProvision.Cli.Commands;

/// <summary>A pipeline over the specs that a command was given.</summary>
internal sealed record SpecRun(FleetPipeline Pipeline, TemplateRenderer Renderer, SchemaCatalog Schemas)
{
    public IFieldNames NamesOf(ResourceGraph graph) => new SpecFieldNames(Renderer, Schemas, graph);
}

/// <summary>The arguments and options of every command that reads specs.</summary>
internal sealed class SpecOptions
{
    public Argument<string[]> Paths { get; } = new("path")
    {
        Description = "Spec files, folders (every .yaml, .yml and .json below) or globs; - is standard input.",
        HelpName = "PATH",
        Arity = ArgumentArity.OneOrMore,
    };

    public Option<string[]> Set { get; } = new("--set")
    {
        Description = "A variable for ${NAME} in specs; may be repeated, the last one wins.",
        HelpName = "NAME=VALUE",
        Arity = ArgumentArity.OneOrMore,
    };

    public Option<string[]> Values { get; } = new("--values")
    {
        Description = "A YAML file of variables; may be repeated, the last one wins, and --set wins over it.",
        HelpName = "FILE",
        Arity = ArgumentArity.OneOrMore,
    };

    public Option<bool> AllowEnvironment { get; } = new("--allow-env")
    {
        Description = "Let ${NAME} also find environment variables.",
    };

    public Option<string?> Templates { get; } = new("--templates")
    {
        Description = "A folder of your own templates; one with the path of ours takes its place.",
        HelpName = "FOLDER",
    };

    public Option<string[]> Targets { get; } = new("--target")
    {
        Description = "Only this resource and what it needs; may be repeated. A volume is StorageVolume/POOL/NAME.",
        HelpName = "KIND/NAME",
        Arity = ArgumentArity.OneOrMore,
    };

    /// <summary>The run that the options ask for; what is wrong with a folder of templates goes into the bag.</summary>
    /// <param name="hosts">Null for a command that goes to all hosts or to none.</param>
    public SpecRun Read(ParseResult parse, CommandContext context, DiagnosticBag diagnostics, HostOptions? hosts = null)
    {
        var specs = ReadWorkspace(parse, context);
        var renderer = parse.GetValue(Templates) is { } folder
            ? new TemplateRenderer(specs.Schemas, TemplateFolder.Read(folder, diagnostics))
            : TemplateRenderer.Embedded;
        return new SpecRun(new FleetPipeline(specs, renderer, PipelineTools.Default, hosts?.Read(parse) ?? new FleetOptions()), renderer, specs.Schemas);
    }

    public WorkspaceOptions ReadWorkspace(ParseResult parse, CommandContext context) => new()
    {
        Paths = [.. parse.GetValue(Paths) ?? []],
        Set = [.. parse.GetValue(Set) ?? []],
        ValuesFiles = [.. parse.GetValue(Values) ?? []],
        Environment = parse.GetValue(AllowEnvironment) ? context.Environment : null,
        Targets = [.. parse.GetValue(Targets) ?? []],
        OpenStandardInput = context.OpenInput,
    };

    public void AddTo(Command command)
    {
        command.Add(Paths);
        command.Add(Set);
        command.Add(Values);
        command.Add(AllowEnvironment);
        command.Add(Templates);
        command.Add(Targets);
    }
}
