using VirtProvision.Libvirt.Protocol;
using VirtProvision.Libvirt.Rpc;

namespace VirtProvision.Libvirt;

/// <summary>Content of volumes. Each stream has a connection of its own, so that a slow one holds nobody up and its flow control is the socket's.</summary>
public sealed partial class LibvirtClient
{
    /// <summary>Writes into a volume. Call <see cref="LibvirtStream.CompleteAsync"/> at the end; a stream that is disposed of before is aborted.</summary>
    /// <param name="sparse">
    /// Holes may be sent as such (<see cref="LibvirtStream.WriteHoleAsync"/>). They are skipped, not zeroed: for a volume that is still empty.
    /// </param>
    public Task<LibvirtStream> UploadStorageVolumeAsync(
        StorageVolumeRef volume, ByteRange range = default, bool sparse = false, CancellationToken cancellationToken = default) =>
        OpenStreamAsync(StorageVolumeProcedures.Upload, (volume, range, sparse), FileAccess.Write, cancellationToken);

    /// <summary>Reads a volume.</summary>
    /// <param name="sparse">Holes come as such from <see cref="LibvirtStream.ReadPartAsync"/>, and as zeros from the ordinary methods.</param>
    public Task<LibvirtStream> DownloadStorageVolumeAsync(
        StorageVolumeRef volume, ByteRange range = default, bool sparse = false, CancellationToken cancellationToken = default) =>
        OpenStreamAsync(StorageVolumeProcedures.Download, (volume, range, sparse), FileAccess.Read, cancellationToken);

    private async Task<LibvirtStream> OpenStreamAsync<TArgs, TReply>(
        Procedure<TArgs, TReply> procedure, TArgs args, FileAccess access, CancellationToken cancellationToken, Func<TReply, string?>? mediaTypeOf = null)
    {
        var connection = await Handshake.ConnectAsync(Uri, _options, cancellationToken).ConfigureAwait(false);
        try
        {
            var (reply, stream) = await connection.OpenStreamAsync(procedure, args, cancellationToken).ConfigureAwait(false);
            return new LibvirtStream(stream, connection, access) { MediaType = mediaTypeOf?.Invoke(reply) };
        }
        catch
        {
            await connection.DisposeAsync().ConfigureAwait(false);
            throw;
        }
    }
}
