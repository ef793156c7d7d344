using System.Text;
using VirtProvision.Libvirt.Credentials;

namespace VirtProvision.Runtime.Hypervisors;

/// <summary>Asks at the terminal of this process, one question after the other, however many connections are being made.</summary>
internal sealed class TerminalPrompt : ICredentialPrompt
{
    private static readonly SemaphoreSlim s_turn = new(1);

    private TerminalPrompt()
    {
    }

    /// <summary>Null where nobody sits, as in CI.</summary>
    public static ICredentialPrompt? OfProcess() => Console.IsInputRedirected || Console.IsErrorRedirected ? null : new TerminalPrompt();

    public async Task<string?> AskAsync(CredentialQuestion question, CancellationToken cancellationToken)
    {
        await s_turn.WaitAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            await Console.Error.WriteAsync($"{question.Text}: ").ConfigureAwait(false);
            return await Task.Run(() => question.IsSecret ? ReadUnseen() : Console.ReadLine(), CancellationToken.None).WaitAsync(cancellationToken).ConfigureAwait(false);
        }
        finally
        {
            s_turn.Release();
        }
    }

    private static string? ReadUnseen()
    {
        var typed = new StringBuilder();
        while (true)
        {
            var key = Console.ReadKey(intercept: true);
            switch (key.Key)
            {
                case ConsoleKey.Enter:
                    Console.Error.WriteLine();
                    return typed.Length == 0 ? null : typed.ToString();
                case ConsoleKey.Backspace:
                    typed.Length = Math.Max(0, typed.Length - 1);
                    break;
                default:
                    if (!char.IsControl(key.KeyChar))
                    {
                        typed.Append(key.KeyChar);
                    }

                    break;
            }
        }
    }
}
