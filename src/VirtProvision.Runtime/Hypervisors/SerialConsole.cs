using VirtProvision.Libvirt.Errors;

namespace VirtProvision.Runtime.Hypervisors;

/// <summary>A guest's serial console in the terminal: what it prints is shown, what is typed it gets. <c>Ctrl-]</c> leaves it, as in virsh.</summary>
public static class SerialConsole
{
    private const byte Leave = 0x1d; // Ctrl-]

    /// <summary>Returns when the guest is gone, or when the user has left.</summary>
    /// <param name="console">The console's bytes, both ways.</param>
    /// <param name="input">Null where nobody types: the console is only shown.</param>
    /// <param name="canLeave">Whether <c>Ctrl-]</c> means to leave it, and is not for the guest: of a person, not of a file.</param>
    /// <returns>Whether the user left it.</returns>
    public static async Task<bool> RunAsync(Stream console, Stream? input, Stream output, CancellationToken cancellationToken, bool canLeave = true)
    {
        using var ended = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var showing = ShowAsync(console, output, ended.Token);
        if (input is null)
        {
            await showing.ConfigureAwait(false);
            return false;
        }

        // A terminal's read cannot be called off: it is left behind when the guest is gone, and with it the thread.
        var typing = Task.Run(() => TypeAsync(console, input, canLeave, ended.Token), CancellationToken.None);
        var first = await Task.WhenAny(showing, typing).ConfigureAwait(false);
        await ended.CancelAsync().ConfigureAwait(false);
        await showing.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        cancellationToken.ThrowIfCancellationRequested();
        return first == typing;
    }

    private static async Task ShowAsync(Stream console, Stream output, CancellationToken cancellationToken)
    {
        var buffer = new byte[16 * 1024];
        try
        {
            while (await console.ReadAsync(buffer, cancellationToken).ConfigureAwait(false) is > 0 and var count)
            {
                await output.WriteAsync(buffer.AsMemory(0, count), cancellationToken).ConfigureAwait(false);
                await output.FlushAsync(cancellationToken).ConfigureAwait(false);
            }
        }
        catch (LibvirtException)
        {
            // The guest went away, and the console with it.
        }
    }

    private static async Task TypeAsync(Stream console, Stream input, bool canLeave, CancellationToken cancellationToken)
    {
        var buffer = new byte[256];
        try
        {
            while (await input.ReadAsync(buffer, cancellationToken).ConfigureAwait(false) is > 0 and var count)
            {
                var typed = buffer.AsMemory(0, count);
                var leave = canLeave ? typed.Span.IndexOf(Leave) : -1;
                await console.WriteAsync(leave < 0 ? typed : typed[..leave], cancellationToken).ConfigureAwait(false);
                if (leave >= 0)
                {
                    return;
                }
            }

            // The end of the input is not the end of the guest.
            await Task.Delay(Timeout.Infinite, cancellationToken).ConfigureAwait(false);
        }
        catch (Exception exception) when (exception is LibvirtException or OperationCanceledException)
        {
            // The guest went away; whoever shows its console sees that too.
            await Task.Delay(Timeout.Infinite, cancellationToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }
}
