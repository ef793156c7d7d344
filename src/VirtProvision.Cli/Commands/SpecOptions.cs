using System.CommandLine;

namespace VirtProvision.Cli.Commands;

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
