using VirtProvision.Libvirt.Errors;

namespace VirtProvision.Libvirt.Transports;

/// <summary>A program of the user's own (<c>command</c>) that joins its standard input and output to a daemon. https://libvirt.org/uri.html#ext-transport</summary>
internal sealed class ExternalTransport : ITransport
{
    public bool Serves(LibvirtTransport transport) => transport is LibvirtTransport.Ext;

    public Task<Stream> OpenAsync(LibvirtUri uri, TransportOptions options, CancellationToken cancellationToken) =>
        uri.Parameters.TryGetValue("command", out var program)
            ? Task.FromResult<Stream>(ProcessStream.Start(program, [], (words, exitCode) => Explain(program, words, exitCode)))
            : throw UriParts.Invalid(uri.ToString(), "The transport ext runs a program of yours; name it with ?command=PROGRAM.");

    private static TransportEndedException Explain(string program, string words, int? exitCode) => new(
        LibvirtConnectFailure.TransportFailed,
        $"{program} ended{(exitCode is { } code ? $" with exit code {code}" : "")}{(words.Trim() is { Length: > 0 } said ? $": {said.TrimEnd('.')}" : " without a word")}.");
}
