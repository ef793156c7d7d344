using System.CommandLine;
using VirtProvision.Cli.Terminal;
using VirtProvision.Cli.Views;
using VirtProvision.Core.Diagnostics;
using VirtProvision.Runtime;
using VirtProvision.Runtime.Hypervisors;
using VirtProvision.Runtime.Operating;

namespace VirtProvision.Cli.Commands;

internal static class ScreenshotCommand
{
    private const string StandardOutput = "-";

    internal static Command Create(CommandContext context)
    {
        var name = ConsoleCommand.OneDomain();
        var screen = new Option<int>("--screen") { Description = "The number of the screen, from 0.", HelpName = "N", CustomParser = static result => OptionValues.WholeNumber(result) };
        var file = new Option<string?>("--file", "-f") { Description = "Where the picture goes; - is standard output. Default: DOMAIN.png, or .ppm by what libvirt sends.", HelpName = "FILE" };
        var force = new Option<bool>("--force") { Description = "Overwrite the file." };
        var command = new TaughtCommand(
            "screenshot",
            "Write a picture of a guest's screen into a file. The guest needs graphics.",
            new Example("What is on the screen", "virt-provision screenshot web01"),
            new Example("Into a pipe", "virt-provision screenshot web01 -f - | display"))
        {
            name,
            screen,
            file,
            force,
        };
        command.SetAction((parse, cancellationToken) => RunAsync(parse.GetValue(name)!, parse.GetValue(screen), parse.GetValue(file), parse.GetValue(force), parse, context, cancellationToken));
        return command;
    }

    private static async Task<int> RunAsync(string name, int screen, string? file, bool force, ParseResult parse, CommandContext context, CancellationToken cancellationToken)
    {
        var presenter = GlobalOptions.PresenterOf(parse, context);
        var findings = new DiagnosticBag();
        if (file is StandardOutput && context.OutIsTerminal)
        {
            return presenter.Present([CommandLineDiagnostics.PictureToTerminal()], result: null, ExitCode.Failed);
        }

        if (await OpenedGuest.FindAsync(HostConnectors.For(GlobalOptions.ConnectionUri(parse, context)), name, findings, cancellationToken).ConfigureAwait(false) is { } guest)
        {
            await using (guest.ConfigureAwait(false))
            {
                if (await guest.TakePictureAsync(screen, findings, cancellationToken).ConfigureAwait(false) is { } picture)
                {
                    return await WriteAsync(picture, file ?? $"{guest.Domain.Name}{ExtensionOf(picture)}", force, presenter, cancellationToken).ConfigureAwait(false);
                }
            }
        }

        return presenter.Present(findings, result: null, ExitCode.Failed);
    }

    private static async Task<int> WriteAsync(GuestPicture picture, string path, bool force, Presenter presenter, CancellationToken cancellationToken)
    {
        if (path is StandardOutput)
        {
            using var output = Console.OpenStandardOutput();
            await output.WriteAsync(picture.Content, cancellationToken).ConfigureAwait(false);
            return ExitCode.Done;
        }

        try
        {
            // A directory of that name, or no right to write, is told before anything is there.
            var stream = new FileStream(path, force ? FileMode.Create : FileMode.CreateNew, FileAccess.Write);
            await using (stream.ConfigureAwait(false))
            {
                await stream.WriteAsync(picture.Content, CancellationToken.None).ConfigureAwait(false);
            }

            return presenter.Present([], new ScreenshotView(path, picture), ExitCode.Done);
        }
        catch (IOException) when (!force && File.Exists(path))
        {
            return presenter.Present([CommandLineDiagnostics.FileExists(path)], result: null, ExitCode.Failed);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            return presenter.Present([CommandLineDiagnostics.CannotWriteFile(path, exception.Message)], result: null, ExitCode.Failed);
        }
    }

    private static string ExtensionOf(GuestPicture picture) => picture.MediaType switch
    {
        "image/png" => ".png",
        "image/x-portable-pixmap" => ".ppm",
        _ => ".screenshot",
    };
}
