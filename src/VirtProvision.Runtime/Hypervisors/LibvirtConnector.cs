using VirtProvision.Libvirt;
using VirtProvision.Libvirt.Errors;
using VirtProvision.Libvirt.Transports;

namespace VirtProvision.Runtime.Hypervisors;

/// <summary>Connects to libvirt at a URI such as <c>qemu:///system</c>, an alias of libvirt.conf, or (an empty text) where libvirt's own clients go by themselves.</summary>
/// <param name="options">How the connections behave; whether they may write is decided here. Null: as befits this process and the URI.</param>
public sealed class LibvirtConnector(string named, LibvirtConnectOptions? options = null) : IHostConnector
{
    // Over a network a peer can vanish without a word. Each ping is small, and 30 s of silence are enough.
    private static readonly TimeSpan s_keepAlive = TimeSpan.FromSeconds(5);
    private const int KeepAliveCount = 6;

    // The window times the round trips is how long a thousand answers take, and each question is small.
    private const int CallsOverNetworks = 1024;

    // Somebody who types a passphrase needs longer than a machine.
    private static readonly TimeSpan s_whileTyping = TimeSpan.FromMinutes(3);

    private LibvirtUri? _uri;

    public string Uri
    {
        get
        {
            try
            {
                return Resolve().ToString();
            }
            catch (LibvirtConnectException)
            {
                // Connecting will say what is wrong.
                return LibvirtUri.Shown(named);
            }
        }
    }

    public bool IsLocal
    {
        get
        {
            try
            {
                return Resolve() is { Host: null, Transport: LibvirtTransport.Unix };
            }
            catch (LibvirtConnectException)
            {
                return false;
            }
        }
    }

    public async Task<IHypervisorReader> ConnectReadOnlyAsync(CancellationToken cancellationToken) =>
        new LibvirtHypervisor(await OpenAsync(readOnly: true, cancellationToken).ConfigureAwait(false), token => OpenAsync(readOnly: false, token));

    public async Task<IHypervisor> ConnectAsync(CancellationToken cancellationToken) =>
        new LibvirtHypervisor(await OpenAsync(readOnly: false, cancellationToken).ConfigureAwait(false));

    private async Task<LibvirtClient> OpenAsync(bool readOnly, CancellationToken cancellationToken)
    {
        var uri = Resolve();
        return await LibvirtClient.ConnectAsync(uri, (options ?? OptionsFor(uri)) with { ReadOnly = readOnly }, cancellationToken).ConfigureAwait(false);
    }

    private static LibvirtConnectOptions OptionsFor(LibvirtUri uri)
    {
        if (uri.Transport is LibvirtTransport.Unix)
        {
            return LibvirtConnectOptions.Default;
        }

        var prompt = TerminalPrompt.OfProcess();
        return LibvirtConnectOptions.Default with
        {
            KeepAliveInterval = s_keepAlive,
            KeepAliveCount = KeepAliveCount,
            CallsInFlight = CallsOverNetworks,
            Prompt = prompt,
            ConnectTimeout = prompt is null ? LibvirtConnectOptions.Default.ConnectTimeout : s_whileTyping,
        };
    }

    private LibvirtUri Resolve() => _uri ??= ConnectionChoice.For(
        named, Environment.IsPrivilegedProcess, static () => ClientConfiguration.Load(ClientConfiguration.PathFor(Environment.IsPrivilegedProcess, Environment.GetEnvironmentVariable)));
}
