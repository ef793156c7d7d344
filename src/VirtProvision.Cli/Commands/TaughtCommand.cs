using System.CommandLine;

namespace VirtProvision.Cli.Commands;

/// <summary>A line to type, and what it is for.</summary>
internal sealed record Example(string Purpose, string Line);

/// <summary>A command whose help teaches by examples.</summary>
internal sealed class TaughtCommand(string name, string description, params Example[] examples) : Command(name, description)
{
    public IReadOnlyList<Example> Examples { get; } = examples;

    /// <summary>A command's name behind those of the commands that it belongs to: <c>host snapshot</c>.</summary>
    public static string PathOf(Command command) =>
        command.Parents.OfType<Command>().FirstOrDefault() is { } parent and not RootCommand ? $"{PathOf(parent)} {command.Name}" : command.Name;
}
