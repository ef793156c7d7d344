using System.CommandLine.Help;
using System.CommandLine;
using VirtProvision.Cli.Commands;
using VirtProvision.Cli.Help;
using VirtProvision.Cli.Terminal;

namespace VirtProvision.Cli;

/// <summary>From the words typed to an exit code. Whatever goes wrong ends as a diagnostic.</summary>
internal static class Application
{
    // A response file would make "@name" mean a file; here it is a path like any other.
    private static readonly ParserConfiguration s_parser = new() { ResponseFileTokenReplacer = null, EnablePosixBundling = false };

    public static async Task<int> RunAsync(string[] args, CommandContext context, CancellationToken cancellationToken = default)
    {
        try
        {
            return await ParseAndRunAsync(args, context, cancellationToken).ConfigureAwait(false);
        }
        catch (IOException exception) when (IsBrokenPipe(exception))
        {
            // Whoever read our output has seen enough: "virt-provision schema Domain | head".
            return ExitCode.Done;
        }
    }

    private static async Task<int> ParseAndRunAsync(string[] args, CommandContext context, CancellationToken cancellationToken)
    {
        var root = RootCommands.Create(context, args);
        root.Options.OfType<HelpOption>().Single().Action = new HelpText(context);
        var parse = root.Parse(RootCommands.Expand(args, root), s_parser);
        var presenter = GlobalOptions.PresenterOf(parse, context);
        try
        {
            var usage = parse.Action is HelpText ? [] : UsageErrors.Of(parse);
            if (!usage.IsEmpty)
            {
                return presenter.Present(usage, result: null, ExitCode.Failed);
            }

            // Its own handlers for exceptions and signals would print traces and end the process in the middle of a step.
            var invocation = new InvocationConfiguration
            {
                EnableDefaultExceptionHandler = false,
                ProcessTerminationTimeout = null,
                Output = context.Out,
                Error = context.Error,
            };
            var exitCode = await parse.InvokeAsync(invocation, cancellationToken).ConfigureAwait(false);
            await context.Out.FlushAsync(CancellationToken.None).ConfigureAwait(false);
            return exitCode;
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            return presenter.Present([CommandLineDiagnostics.Interrupted()], result: null, ExitCode.Interrupted);
        }
        catch (Exception exception) when (exception is not IOException io || !IsBrokenPipe(io))
        {
            var verbose = context.Environment("VIRT_PROVISION_DEBUG") is "1";
            return presenter.Present([CommandLineDiagnostics.Internal(exception, verbose)], result: null, ExitCode.Failed);
        }
    }

    // EPIPE on Linux.
    private static bool IsBrokenPipe(IOException exception) => exception.HResult is 32;
}
