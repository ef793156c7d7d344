using System.Globalization;
using System.Text;
using VirtProvision.Cli.Terminal;

namespace VirtProvision.Cli.Tests;

/// <summary>One run of the command line inside the test process, with everything it wrote.</summary>
internal sealed record CommandRun(int ExitCode, string Out, string Error)
{
    public static async Task<CommandRun> OfAsync(string[] args, string input = "", IReadOnlyDictionary<string, string>? environment = null, bool terminal = false)
    {
        using var output = new StringWriter(CultureInfo.InvariantCulture) { NewLine = "\n" };
        using var error = new StringWriter(CultureInfo.InvariantCulture) { NewLine = "\n" };
        var context = new CommandContext
        {
            OpenInput = () => new MemoryStream(Encoding.UTF8.GetBytes(input)),
            Out = output,
            Error = error,
            InIsTerminal = terminal,
            OutIsTerminal = terminal,
            ErrorIsTerminal = terminal,
            Environment = name => environment is not null && environment.TryGetValue(name, out var value) ? value : null,
        };
        var exitCode = await Application.RunAsync(args, context);
        return new CommandRun(exitCode, output.ToString(), error.ToString());
    }
}
