using System.Text;
using Microsoft.Win32.SafeHandles;

namespace VirtProvision.Cli.Terminal;

/// <summary>What a command knows of the process around it; a test hands in its own.</summary>
internal sealed record CommandContext
{
    /// <summary>Opens standard input; nobody reads it unless a command needs it.</summary>
    public required Func<Stream> OpenInput { get; init; }

    public required TextWriter Out { get; init; }

    public required TextWriter Error { get; init; }

    public bool InIsTerminal { get; init; }

    public bool OutIsTerminal { get; init; }

    public bool ErrorIsTerminal { get; init; }

    public bool IsRoot { get; init; }

    public required Func<string, string?> Environment { get; init; }

    /// <summary>Colour and moving lines are for terminals whose user did not decline them (https://no-color.org).</summary>
    public bool WantsColor => string.IsNullOrEmpty(Environment("NO_COLOR")) && Environment("TERM") is not "dumb";

    public static CommandContext OfProcess() => new()
    {
        // Console.Out and .Error set up encodings and locks that a process of 15 ms notices.
        OpenInput = static () => Console.IsInputRedirected ? Console.OpenStandardInput() : Terminal(0, FileAccess.Read),
        Out = new StreamWriter(Console.IsOutputRedirected ? Console.OpenStandardOutput() : Terminal(1, FileAccess.Write), s_utf8, bufferSize: 16 * 1024) { NewLine = "\n" },
        Error = new StreamWriter(Console.IsErrorRedirected ? Console.OpenStandardError() : Terminal(2, FileAccess.Write), s_utf8, bufferSize: 4 * 1024) { NewLine = "\n" },
        InIsTerminal = !Console.IsInputRedirected,
        OutIsTerminal = !Console.IsOutputRedirected,
        ErrorIsTerminal = !Console.IsErrorRedirected,
        IsRoot = System.Environment.IsPrivilegedProcess,
        Environment = System.Environment.GetEnvironmentVariable,
    };

    // The console's own stream greets a terminal with escape sequences of its terminfo, whatever NO_COLOR says.
    private static FileStream Terminal(int descriptor, FileAccess access) => new(new SafeFileHandle(descriptor, ownsHandle: false), access, bufferSize: 0);

    private static readonly UTF8Encoding s_utf8 = new(encoderShouldEmitUTF8Identifier: false);
}
