using VirtProvision.Libvirt.Errors;
using VirtProvision.Libvirt.Ssh;

namespace VirtProvision.Libvirt.Transports;

/// <summary>A daemon of another machine by the system's own ssh: with the user's configuration, agent, jump hosts and shared connections.</summary>
internal sealed class SshTransport : ITransport
{
    // Ctrl+C is for us: what we are in the middle of is brought to its end over this connection. Its words arrive as arguments, and the shell reads nothing into them.
    private const string WithoutInterrupts = "trap '' INT QUIT; exec \"$@\"";

    public bool Serves(LibvirtTransport transport) => transport is LibvirtTransport.Ssh;

    public Task<Stream> OpenAsync(LibvirtUri uri, TransportOptions options, CancellationToken cancellationToken)
    {
        var program = uri.Parameters.GetValueOrDefault("command");
        if (program is null && !ProgramPath.Has("ssh", Environment.GetEnvironmentVariable("PATH"), File.Exists))
        {
            // A container of CI mostly has none, and we have one of our own.
            return new LibsshTransport().OpenAsync(uri, options, cancellationToken);
        }

        program ??= "ssh";
        var hasTerminal = options.Prompt is not null;
        var arguments = SshArguments.For(uri, options.ReadOnly, hasTerminal);
        var host = SshArguments.HostOf(uri);
        return Task.FromResult<Stream>(hasTerminal
            ? ProcessStream.Start("/bin/sh", ["-c", WithoutInterrupts, "sh", program, .. arguments], (words, exitCode) => Explain(host, words, exitCode))
            : ProcessStream.Start(program, arguments, (words, exitCode) => Explain(host, words, exitCode)));
    }

    private static TransportEndedException Explain(string host, string words, int? exitCode)
    {
        var (failure, message) = SshComplaint.Explain(host, words, exitCode);
        return new TransportEndedException(failure, message);
    }
}
