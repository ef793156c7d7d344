using System.CommandLine.Help;
using System.CommandLine.Invocation;
using System.CommandLine;
using VirtProvision.Cli.Commands;
using VirtProvision.Cli.Terminal;

namespace VirtProvision.Cli.Help;

/// <summary>The help of a command: what it does, how it is called, and lines to try.</summary>
internal sealed class HelpText(CommandContext context) : SynchronousCommandLineAction
{
    private const int Width = 100;

    public override bool ClearsParseErrors => true;

    public override int Invoke(ParseResult parseResult)
    {
        Write(parseResult.CommandResult.Command);
        context.Out.Flush();
        return ExitCode.Done;
    }

    /// <summary>How a command is called, without its arguments: <c>virt-provision plan</c>.</summary>
    public static string LineOf(Command command) => command is RootCommand ? RootCommands.Program : $"{RootCommands.Program} {TaughtCommand.PathOf(command)}";

    private void Write(Command command)
    {
        foreach (var line in Wrap(command.Description ?? "", Width))
        {
            context.Out.WriteLine(line);
        }

        WriteSection("Usage", [(UsageOf(command), "")]);
        WriteSection("Commands", command.Subcommands.Select(static item => (item.Name, item.Description)));
        WriteSection("Arguments", command.Arguments.Select(static item => (LabelOf(item), item.Description)));
        WriteSection("Options", command.Options.Where(static item => !item.Hidden && (!item.Recursive || item is HelpOption)).Select(static item => (LabelOf(item), item.Description)));
        var everywhere = command;
        while (everywhere.Parents.OfType<Command>().FirstOrDefault() is { } parent)
        {
            everywhere = parent;
        }

        WriteSection("Everywhere", everywhere.Options.Where(item => item.Recursive && (item is not HelpOption || command is not RootCommand)).Select(static item => (LabelOf(item), item.Description)));
        WriteExamples(command);
    }

    private void WriteExamples(Command command)
    {
        var examples = command is TaughtCommand taught ? taught.Examples : RootCommands.FirstSteps;
        context.Out.WriteLine();
        context.Out.WriteLine("Examples:");
        foreach (var example in examples)
        {
            context.Out.WriteLine($"  # {example.Purpose}");
            context.Out.WriteLine($"  {example.Line}");
        }

        if (command is RootCommand)
        {
            context.Out.WriteLine();
            context.Out.WriteLine($"\"{RootCommands.Program} COMMAND --help\" shows the options and examples of a command.");
        }
    }

    private static string UsageOf(Command command)
    {
        var arguments = string.Concat(command.Arguments.Select(static item => " " + LabelOf(item)));
        return command.Subcommands.Count > 0 ? $"{LineOf(command)} COMMAND [OPTIONS]" : $"{LineOf(command)}{arguments} [OPTIONS]";
    }

    private void WriteSection(string title, IEnumerable<(string Left, string? Right)> rows)
    {
        var list = rows.ToList();
        if (list.Count == 0)
        {
            return;
        }

        context.Out.WriteLine();
        context.Out.WriteLine($"{title}:");
        var indent = Math.Min(list.Max(static row => row.Left.Length), 32) + 4;
        foreach (var (left, right) in list)
        {
            var start = $"  {left}";
            if (start.Length >= indent && right is { Length: > 0 })
            {
                context.Out.WriteLine(start);
                start = "";
            }

            foreach (var line in Wrap(right ?? "", Width - indent).DefaultIfEmpty(""))
            {
                context.Out.WriteLine($"{start.PadRight(indent)}{line}".TrimEnd());
                start = "";
            }
        }
    }

    private static string LabelOf(Argument argument)
    {
        var name = argument.HelpName ?? argument.Name;
        return (argument.Arity.MinimumNumberOfValues, argument.Arity.MaximumNumberOfValues) switch
        {
            (0, 1) => $"[{name}]",
            (0, _) => $"[{name}…]",
            (_, 1) => name,
            _ => $"{name}…",
        };
    }

    private static string LabelOf(Option option)
    {
        var names = option.Aliases.Where(static alias => alias is not ("/?" or "/h" or "-?")).Order().Append(option.Name);
        var value = option.HelpName is null ? "" : $" {option.HelpName}";
        return string.Join(", ", names) + value;
    }

    private static IEnumerable<string> Wrap(string text, int width)
    {
        var line = "";
        foreach (var word in text.Split(' ', StringSplitOptions.RemoveEmptyEntries))
        {
            if (line.Length > 0 && line.Length + 1 + word.Length > width)
            {
                yield return line;
                line = "";
            }

            line = line.Length == 0 ? word : $"{line} {word}";
        }

        if (line.Length > 0)
        {
            yield return line;
        }
    }
}
