using VirtProvision.Cli.Terminal;
using VirtProvision.Runtime.Hypervisors;

namespace VirtProvision.Cli.Commands;

/// <summary>A guest's console on standard input and output: a person's terminal, or a script's pipes.</summary>
internal static class GuestTerminal
{
    /// <summary>Until the guest is gone or the user leaves.</summary>
    /// <returns>The exit code.</returns>
    public static async Task<int> ShowAsync(Stream console, CommandContext context, CancellationToken cancellationToken)
    {
        await using (console.ConfigureAwait(false))
        {
            using var output = Console.OpenStandardOutput();
            using var input = context.OpenInput();
            try
            {
                if (!context.InIsTerminal)
                {
                    await SerialConsole.RunAsync(console, input, output, cancellationToken, canLeave: false).ConfigureAwait(false);
                    return ExitCode.Done;
                }

                Say("Connected to the console. Ctrl-] leaves it.");
                bool hasLeft;
                using (new RawTerminal())
                {
                    hasLeft = await SerialConsole.RunAsync(console, input, output, cancellationToken).ConfigureAwait(false);
                }

                Say(hasLeft ? "\nLeft the console; the guest goes on." : "\nThe console was closed by the other end.");
                return ExitCode.Done;
            }
            catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
            {
                return ExitCode.Interrupted;
            }
        }

        void Say(string text)
        {
            context.Error.WriteLine(text);
            context.Error.Flush();
        }
    }
}
