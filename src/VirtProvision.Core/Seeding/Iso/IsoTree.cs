using System.Text;

namespace VirtProvision.Core.Seeding.Iso;

/// <summary>The folders as one of an image's two hierarchies has them: short names with Rock Ridge beside them, or Joliet's. Both point at the same content.</summary>
internal sealed class IsoTree
{
    private readonly Dictionary<IsoFolder, (uint Sector, uint Length)> _places = [];
    private readonly bool _isJoliet;

    // 9.4: by level, then by the parent's number, then by identifier; a folder's number is its place in this list.
    private readonly List<IsoFolder> _folders;

    public IsoTree(IsoFolder root, bool isJoliet)
    {
        _isJoliet = isJoliet;
        _folders = [root];
        for (var i = 0; i < _folders.Count; i++)
        {
            _folders.AddRange(Sorted(_folders[i]).OfType<IsoFolder>());
        }

        if (_folders.Count > ushort.MaxValue)
        {
            throw new ArgumentException($"An image cannot hold more than {ushort.MaxValue} folders.");
        }
    }

    private IsoFolder Root => _folders[0];

    /// <summary>Gives each folder its sectors from <paramref name="next"/> on, and the first sector after them.</summary>
    public uint Place(uint next)
    {
        foreach (var folder in _folders)
        {
            _places[folder] = (next, (uint)Write(folder).Length);
            next += IsoLayout.SectorsOf(_places[folder].Length);
        }

        return next;
    }

    /// <summary>9.4: where each folder is, for readers that look for paths.</summary>
    public IsoBytes WritePathTable(bool isBigEndian)
    {
        var numbers = _folders.Select(static (folder, index) => (folder, index)).ToDictionary(static pair => pair.folder, static pair => pair.index + 1);
        var table = new IsoBytes();
        foreach (var folder in _folders)
        {
            var identifier = folder.Parent is null ? [0] : Identifier(folder);
            var sector = _places.GetValueOrDefault(folder).Sector;
            var parent = numbers[folder.Parent ?? folder];
            table.Byte(identifier.Length).Byte(0);
            _ = isBigEndian ? table.Big32(sector).Big16(parent) : table.Little32(sector).Little16(parent);
            table.Bytes(identifier).Zeros(identifier.Length % 2);
        }

        return table;
    }

    /// <summary>The folders' own content, each in whole sectors, in the order in which they were placed.</summary>
    public IEnumerable<IsoBytes> WriteFolders() => _folders.Select(Write);

    /// <summary>8.4.18: the root's record as it stands in the volume descriptor.</summary>
    public IsoBytes WriteRootRecord() => IsoRecord.Write([0], _places[Root].Sector, _places[Root].Length, isFolder: true, []);

    private IsoBytes Write(IsoFolder folder)
    {
        var content = new IsoBytes();
        Append(content, Record(folder, [0], folder));
        Append(content, Record(folder.Parent ?? folder, [1], folder));
        foreach (var child in Sorted(folder))
        {
            Append(content, Record(child, Identifier(child), folder));
        }

        return content.Zeros(IsoLayout.Padding(content.Length));
    }

    // 6.8.1.1: a record ends in the sector in which it begins.
    private static void Append(IsoBytes content, IsoBytes record)
    {
        var left = IsoLayout.Padding(content.Length);
        content.Zeros(left < record.Length ? left : 0).Bytes(record.Span);
    }

    private IsoBytes Record(IsoNode node, ReadOnlySpan<byte> identifier, IsoFolder within)
    {
        var isSpecial = identifier is [0 or 1];
        var extra = _isJoliet ? new IsoBytes() : RockRidge.Write(node, isSpecial ? null : node.Name, isVolumeStart: identifier is [0] && within.Parent is null);
        var (sector, length) = node is IsoFile file ? (file.Sector, (uint)file.Content.Length) : _places.GetValueOrDefault((IsoFolder)node);
        return IsoRecord.Write(identifier, sector, length, node is IsoFolder, extra.Span);
    }

    private byte[] Identifier(IsoNode node) => _isJoliet ? Encoding.BigEndianUnicode.GetBytes(node.Name) : Encoding.ASCII.GetBytes(node.ShortName);

    // 9.3: by identifier; Joliet: by the value of its 16-bit characters, which is by its bytes.
    private IEnumerable<IsoNode> Sorted(IsoFolder folder) => folder.Children.OrderBy(child => _isJoliet ? Identifier(child) : SortKey(child), ByteOrder.Instance);

    // 9.3: name and extension are compared one after the other, the shorter filled up with spaces.
    private static byte[] SortKey(IsoNode node)
    {
        var parts = node.ShortName.Split('.', ';');
        return Encoding.ASCII.GetBytes(parts[0].PadRight(8) + (parts.Length > 1 ? parts[1] : "").PadRight(3));
    }

    private sealed class ByteOrder : IComparer<byte[]>
    {
        public static readonly ByteOrder Instance = new();

        public int Compare(byte[]? x, byte[]? y) => x.AsSpan().SequenceCompareTo(y);
    }
}
