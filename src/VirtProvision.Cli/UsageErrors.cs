using System.CommandLine.Parsing;
using System.CommandLine;
using VirtProvision.Cli.Commands;
using VirtProvision.Cli.Help;
using VirtProvision.Cli.Terminal;
using VirtProvision.Core.Diagnostics;
using VirtProvision.Core.Text;

namespace VirtProvision.Cli;

/// <summary>What is wrong with the words typed, said as diagnostics instead of the library's sentences.</summary>
internal static class UsageErrors
{
    public static ImmutableArray<Diagnostic> Of(ParseResult parse)
    {
        var line = HelpText.LineOf(parse.CommandResult.Command);
        var found = ImmutableArray.CreateBuilder<Diagnostic>();
        foreach (var token in MisspeltOptions(parse))
        {
            found.Add(CommandLineDiagnostics.UnknownOption(token, line, Nearest.To(token, OptionNames(parse.CommandResult.Command))));
        }

        if (found.Count > 0)
        {
            return found.ToImmutable();
        }

        if (parse.CommandResult.Command is { Subcommands.Count: > 0 } parent && parse.Errors.Count > 0 && parse.UnmatchedTokens is [var name, ..])
        {
            return [CommandLineDiagnostics.UnknownCommand(name, line, Nearest.To(name, parent.Subcommands.Select(static command => command.Name)))];
        }

        foreach (var error in parse.Errors)
        {
            found.Add(Of(error, line, parse));
        }

        return found.ToImmutable();
    }

    private static Diagnostic Of(ParseError error, string line, ParseResult parse) => error.SymbolResult switch
    {
        _ when error.Message.Split('\0') is [var option, var value, var expected] => CommandLineDiagnostics.BadValue(option, value, expected),
        CommandResult { Command: RootCommand } => CommandLineDiagnostics.MissingCommand(),
        CommandResult { Command.Subcommands.Count: > 0 } => CommandLineDiagnostics.MissingArgument("COMMAND", line),
        ArgumentResult { Tokens: [], Argument: var argument, Parent: CommandResult } => CommandLineDiagnostics.MissingArgument(argument.HelpName ?? argument.Name, line),
        CommandResult when parse.UnmatchedTokens is [var stray, ..] => CommandLineDiagnostics.StrayWord(stray, line),
        _ => CommandLineDiagnostics.BadUsage(error.Message, line),
    };

    // The library takes an unknown option for one more path. Only "-" alone, or what stands after "--", is meant so.
    private static IEnumerable<string> MisspeltOptions(ParseResult parse)
    {
        foreach (var token in parse.Tokens)
        {
            switch (token)
            {
                case { Type: TokenType.DoubleDash }:
                    yield break;
                case { Type: TokenType.Argument, Value: ['-', _, ..] } when !IsValueOfOption(parse, token):
                    yield return token.Value;
                    break;
            }
        }
    }

    private static bool IsValueOfOption(ParseResult parse, Token token) =>
        parse.CommandResult.Children.OfType<OptionResult>().Any(option => option.Tokens.Contains(token));

    private static IEnumerable<string> OptionNames(Command command)
    {
        for (Symbol? symbol = command; symbol is Command current; symbol = current.Parents.FirstOrDefault())
        {
            foreach (var option in current.Options)
            {
                if (current == command || option.Recursive)
                {
                    yield return option.Name;
                }
            }
        }
    }
}
