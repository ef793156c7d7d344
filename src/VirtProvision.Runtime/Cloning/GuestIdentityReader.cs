using System.Text;
using VirtProvision.Core.Cloning;
using VirtProvision.Core.Kinds;
using VirtProvision.Core.Resources;
using VirtProvision.Core.Seeding;
using VirtProvision.Libvirt.Errors;
using VirtProvision.Runtime.Hypervisors;

namespace VirtProvision.Runtime.Cloning;

/// <summary>Has a running guest say who it is: by its agent or on its console, whichever speaks first.</summary>
internal sealed class GuestIdentityReader(IHypervisor host, TimeProvider time)
{
    // A report is a line; this is many screens of whatever else is printed around it.
    private const int ConsoleKept = 64 * 1024;
    private static readonly string[] s_keys = ["ed25519", "ecdsa", "rsa", "dsa"];

    /// <summary>Between two questions to the agent.</summary>
    public TimeSpan Pause { get; init; } = TimeSpan.FromSeconds(2);

    /// <returns>Null when the guest did not say in time, or went off.</returns>
    public async Task<GuestIdentity?> ReadAsync(AskedGuest guest, TimeSpan patience, CancellationToken cancellationToken)
    {
        using var limit = new CancellationTokenSource(patience, time);
        using var end = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, limit.Token);
        var id = new ResourceId(ResourceKind.Domain, guest.Domain);
        List<Task<GuestIdentity?>> voices =
        [
            .. guest is { HasConsole: true, IsToldToReport: true } ? [ListenAsync(id, end.Token)] : (ReadOnlySpan<Task<GuestIdentity?>>)[],
            .. guest.HasAgent ? [AskAsync(id, end.Token)] : (ReadOnlySpan<Task<GuestIdentity?>>)[],
        ];
        try
        {
            while (voices.Count > 0)
            {
                var voice = await Task.WhenAny(voices).ConfigureAwait(false);
                voices.Remove(voice);
                if (await voice.ConfigureAwait(false) is { } identity)
                {
                    return identity;
                }
            }

            return null;
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            return null;
        }
        finally
        {
            await end.CancelAsync().ConfigureAwait(false);
            await ((Task)Task.WhenAll(voices)).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    private async Task<GuestIdentity?> ListenAsync(ResourceId domain, CancellationToken cancellationToken)
    {
        try
        {
            var console = await host.OpenConsoleAsync(domain, cancellationToken).ConfigureAwait(false);
            await using (console.ConfigureAwait(false))
            {
                var buffer = new byte[4096];
                var heard = new StringBuilder();
                while (await console.ReadAsync(buffer, cancellationToken).ConfigureAwait(false) is > 0 and var count)
                {
                    heard.Append(Encoding.Latin1.GetString(buffer, 0, count));
                    heard.Remove(0, Math.Max(0, heard.Length - ConsoleKept));
                    if (buffer.AsSpan(0, count).Contains((byte)'|') && GuestIdentity.FindReport(heard.ToString()) is { } identity)
                    {
                        return identity;
                    }
                }
            }
        }
        catch (LibvirtServerException)
        {
            // No console that can be opened, or the guest went away and it with the guest.
        }

        return null;
    }

    private async Task<GuestIdentity?> AskAsync(ResourceId domain, CancellationToken cancellationToken)
    {
        var agent = new GuestAgent(host, domain);
        GuestIdentity? last = null;
        while (await host.IsActiveAsync(domain, cancellationToken).ConfigureAwait(false))
        {
            if (await agent.AnswersAsync(cancellationToken).ConfigureAwait(false))
            {
                var identity = await AskAsync(agent, cancellationToken).ConfigureAwait(false);

                // While cloud-init works, the guest is on its way from one identity to another. Where there is none, what stays the same is taken for final.
                var isAtWork = await agent.ReadFileAsync("/run/cloud-init/status.json", cancellationToken).ConfigureAwait(false) is not null;
                if (isAtWork ? await agent.ReadFileAsync("/run/cloud-init/result.json", cancellationToken).ConfigureAwait(false) is not null : identity == last)
                {
                    // Read again: it may have ended between the two questions.
                    return isAtWork ? await AskAsync(agent, cancellationToken).ConfigureAwait(false) : identity;
                }

                last = identity;
            }

            await Task.Delay(Pause, time, cancellationToken).ConfigureAwait(false);
        }

        return null;
    }

    private static async Task<GuestIdentity> AskAsync(GuestAgent agent, CancellationToken cancellationToken)
    {
        var name = await agent.ReadHostNameAsync(cancellationToken).ConfigureAwait(false);
        var machine = await agent.ReadFileAsync("/etc/machine-id", cancellationToken).ConfigureAwait(false);
        var keys = ImmutableArray.CreateBuilder<SshHostKey>();
        foreach (var type in s_keys)
        {
            if (await agent.ReadFileAsync($"/etc/ssh/ssh_host_{type}_key.pub", cancellationToken).ConfigureAwait(false) is { } text && GuestIdentity.ReadKey(text) is { } key)
            {
                keys.Add(key);
            }
        }

        var note = await agent.ReadFileAsync(NewMachine.NotePath, cancellationToken).ConfigureAwait(false);
        return new GuestIdentity(name, machine?.Trim() is { Length: > 0 } id ? id : null, keys.DrainToImmutable()) { Original = note is null ? null : GuestIdentity.ReadNote(note) };
    }
}
