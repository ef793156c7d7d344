using System.Buffers.Binary;
using System.Collections.Concurrent;
using System.Text;
using VirtProvision.Core.Osinfo;

namespace VirtProvision.Runtime.Media;

/// <summary>
/// An ISO 9660 image, read where it lies: what it says of itself, and single files by path. Names by Rock Ridge, else Joliet, else the plain ones.
/// https://ecma-international.org/publications-and-standards/standards/ecma-119/
/// </summary>
internal sealed class IsoImage : IAsyncDisposable
{
    private const int Sector = 2048;
    private const int FirstDescriptor = 16;
    private const int DescriptorLimit = 64;
    private const int LinkLimit = 32;

    // A folder of 16 MiB holds a hundred thousand files; more is not a folder but a broken image.
    private const long FolderLimit = 16 * 1024 * 1024;

    private readonly MediaBytes _bytes;
    private readonly IsoNames _names;
    private readonly IsoEntry _root;
    // Several files are looked for at once.
    private readonly ConcurrentDictionary<long, ImmutableArray<IsoEntry>> _folders = [];

    private IsoImage(MediaBytes bytes, MediaClues clues, IsoEntry root, IsoNames names)
    {
        _bytes = bytes;
        _root = root;
        _names = names;
        Clues = clues;
    }

    public string Name => _bytes.Name;

    public string Version => _bytes.Version;

    public MediaClues Clues { get; }

    /// <summary>Whether the file is shorter than the image says it is: a download that broke off.</summary>
    public bool IsTruncated => _bytes.Length is { } length && length < Clues.VolumeSize;

    /// <summary>Null when it is no ISO 9660 image. Owns <paramref name="bytes"/> when it is one.</summary>
    /// <exception cref="MediaException">It can't be read.</exception>
    public static async Task<IsoImage?> OpenAsync(MediaBytes bytes, CancellationToken cancellationToken)
    {
        byte[]? primary = null, joliet = null;
        var descriptor = new byte[Sector];
        for (var number = FirstDescriptor; number < FirstDescriptor + DescriptorLimit; number++)
        {
            if (await bytes.ReadAsync(descriptor, (long)number * Sector, cancellationToken).ConfigureAwait(false) < Sector || !descriptor.AsSpan(1, 5).SequenceEqual("CD001"u8))
            {
                break;
            }

            switch (descriptor[0])
            {
                case 1 when primary is null:
                    primary = [.. descriptor];
                    break;

                // UCS-2 at level 1, 2 or 3 is what makes a supplementary descriptor Joliet's.
                case 2 when joliet is null && descriptor[88] == '%' && descriptor[89] == '/' && descriptor[90] is (byte)'@' or (byte)'C' or (byte)'E':
                    joliet = [.. descriptor];
                    break;
                case 255:
                    number = FirstDescriptor + DescriptorLimit;
                    break;
            }
        }

        return primary is null ? null : await OpenAsync(bytes, primary, joliet, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Null when there is no such file or folder. A name in another case counts where nothing has the very name, as plain ISO 9660 has only capitals.</summary>
    /// <exception cref="MediaException">The image is truncated or broken.</exception>
    public async Task<IsoEntry?> FindAsync(string path, CancellationToken cancellationToken)
    {
        var steps = new Stack<string>(path.Split('/').Reverse());
        var way = new Stack<IsoEntry>([_root]);
        var links = 0;
        while (steps.TryPop(out var step))
        {
            if (step is "" or ".")
            {
                continue;
            }

            if (step is "..")
            {
                if (way.Count > 1)
                {
                    way.Pop();
                }

                continue;
            }

            if (!way.Peek().IsFolder || Named(await ListAsync(way.Peek(), cancellationToken).ConfigureAwait(false), step) is not { } entry)
            {
                return null;
            }

            if (entry.LinkTarget is not { } target)
            {
                way.Push(entry);
                continue;
            }

            if (++links > LinkLimit)
            {
                return null;
            }

            if (target.StartsWith('/'))
            {
                way = new Stack<IsoEntry>([_root]);
            }

            foreach (var part in target.Split('/').Reverse())
            {
                steps.Push(part);
            }
        }

        return way.Peek();
    }

    public Stream OpenRead(IsoEntry file) => new IsoStream(_bytes, file);

    public ValueTask DisposeAsync() => _bytes.DisposeAsync();

    private static async Task<IsoImage> OpenAsync(MediaBytes bytes, byte[] primary, byte[]? joliet, CancellationToken cancellationToken)
    {
        var blockSize = BinaryPrimitives.ReadUInt16LittleEndian(primary.AsSpan(128));
        var clues = new MediaClues(
            Text(primary, 40, 32), Text(primary, 8, 32), Text(primary, 318, 128), Text(primary, 574, 128),
            (long)BinaryPrimitives.ReadUInt32LittleEndian(primary.AsSpan(80)) * blockSize);
        if (blockSize is not (512 or 1024 or 2048))
        {
            throw new MediaException(MediaFailure.Broken, $"{bytes.Name} says that its blocks have {blockSize} bytes, which no ISO 9660 image has.");
        }

        var root = IsoDirectory.Root(primary, blockSize);
        var rockRidge = await RockRidge.StartAsync(bytes, root.Extents[0].Offset, cancellationToken).ConfigureAwait(false);
        return rockRidge is not null || joliet is null
            ? new IsoImage(bytes, clues, root, new IsoNames(blockSize, rockRidge, IsJoliet: false))
            : new IsoImage(bytes, clues, IsoDirectory.Root(joliet, blockSize), new IsoNames(blockSize, null, IsJoliet: true));
    }

    // The standard pads with spaces; some writers pad with zeros.
    private static string Text(byte[] descriptor, int start, int length) => Encoding.Latin1.GetString(descriptor, start, length).Split('\0')[0].TrimEnd(' ');

    private static IsoEntry? Named(ImmutableArray<IsoEntry> folder, string name) =>
        folder.FirstOrDefault(entry => entry.Name == name) ?? folder.FirstOrDefault(entry => entry.Name.Equals(name, StringComparison.OrdinalIgnoreCase));

    private async Task<ImmutableArray<IsoEntry>> ListAsync(IsoEntry folder, CancellationToken cancellationToken)
    {
        var (offset, length) = folder.Extents[0];
        if (folder.MovedTo is { } moved)
        {
            // Only the moved folder itself, in its first record, tells how long it is.
            var self = await _bytes.ReadExactlyAsync(moved, Sector, cancellationToken).ConfigureAwait(false);
            (offset, length) = (moved, BinaryPrimitives.ReadUInt32LittleEndian(self.AsSpan(10)));
        }

        if (_folders.TryGetValue(offset, out var known))
        {
            return known;
        }

        if (length > FolderLimit)
        {
            throw new MediaException(MediaFailure.Broken, $"A folder of {Name} claims to be {length} bytes long: the image is broken.");
        }

        var content = await _bytes.ReadExactlyAsync(offset, (int)length, cancellationToken).ConfigureAwait(false);
        var entries = await IsoDirectory.ReadAsync(_bytes, content, _names, cancellationToken).ConfigureAwait(false);
        _folders[offset] = entries;
        return entries;
    }
}
