using System.CommandLine;

namespace VirtProvision.Cli.Commands;

/// <summary>The options of commands that change the host.</summary>
internal sealed class ChangeOptions
{
    public Option<bool> Yes { get; } = new("--yes", "-y")
    {
        Description = "Don't ask.",
    };

    public Option<int?> Timeout { get; } = new("--timeout")
    {
        Description = "How long a guest may take to shut down.",
        HelpName = "SECONDS",
        CustomParser = static result => OptionValues.PositiveNumber(result),
    };

    public TimeSpan? TimeoutOf(ParseResult parse) => parse.GetValue(Timeout) is { } seconds ? TimeSpan.FromSeconds(seconds) : null;
}
