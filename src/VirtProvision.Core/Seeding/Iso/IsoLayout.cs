using System.Text;

namespace VirtProvision.Core.Seeding.Iso;

/// <summary>Where everything of an image stands: descriptors, path tables, folders of both hierarchies, content. ECMA-119, the third edition's numbers of sections.</summary>
internal sealed class IsoLayout
{
    public const int SectorSize = 2048;

    // 6.2.1: sectors 0 to 15 belong to whoever boots from the volume.
    private const uint FirstDescriptor = 16;

    private readonly string _label;
    private readonly IsoTree _primary;
    private readonly IsoTree _joliet;
    private readonly List<IsoFile> _files = [];
    private readonly uint _firstTable;
    private readonly uint _sectors;

    public IsoLayout(IsoFolder root, string label)
    {
        _label = label;
        _primary = new IsoTree(root, isJoliet: false);
        _joliet = new IsoTree(root, isJoliet: true);
        CollectFiles(root);

        _firstTable = FirstDescriptor + 3;
        var next = _firstTable + 2 * TableSectors(_primary) + 2 * TableSectors(_joliet);
        next = _primary.Place(next);
        next = _joliet.Place(next);
        foreach (var file in _files.Where(static file => file.Content.Length > 0))
        {
            file.Sector = next;
            next = checked(next + SectorsOf((uint)file.Content.Length));
        }

        _sectors = next;
    }

    public long Length => (long)_sectors * SectorSize;

    public static uint SectorsOf(uint length) => (uint)(((ulong)length + SectorSize - 1) / SectorSize);

    /// <summary>Bytes from here to the end of the sector; none at its end.</summary>
    public static int Padding(int length) => (SectorSize - length % SectorSize) % SectorSize;

    public void WriteTo(Stream stream)
    {
        WriteSectors(stream, new IsoBytes().Zeros((int)FirstDescriptor * SectorSize));
        WriteSectors(stream, Descriptor(_primary, _firstTable, isJoliet: false));
        WriteSectors(stream, Descriptor(_joliet, _firstTable + 2 * TableSectors(_primary), isJoliet: true));
        WriteSectors(stream, new IsoBytes().Byte(255).Bytes("CD001"u8).Byte(1)); // 8.3: the set ends
        foreach (var tree in (ReadOnlySpan<IsoTree>)[_primary, _joliet])
        {
            WriteSectors(stream, tree.WritePathTable(isBigEndian: false));
            WriteSectors(stream, tree.WritePathTable(isBigEndian: true));
        }

        foreach (var folder in _primary.WriteFolders().Concat(_joliet.WriteFolders()))
        {
            WriteSectors(stream, folder);
        }

        foreach (var file in _files)
        {
            stream.Write(file.Content.AsSpan());
            stream.Write(new byte[Padding(file.Content.Length)]);
        }
    }

    private static uint TableSectors(IsoTree tree) => SectorsOf((uint)tree.WritePathTable(isBigEndian: false).Length);

    private static void WriteSectors(Stream stream, IsoBytes bytes)
    {
        var padding = Padding(bytes.Length);
        stream.Write(bytes.Zeros(padding).Span);
    }

    private void CollectFiles(IsoFolder folder)
    {
        _files.AddRange(folder.Children.OfType<IsoFile>());
        foreach (var child in folder.Folders)
        {
            CollectFiles(child);
        }
    }

    // 8.4 and 8.5: the two descriptors differ in their type, their characters and the escape sequence that names Joliet's level 3.
    private IsoBytes Descriptor(IsoTree tree, uint firstTable, bool isJoliet)
    {
        var encoding = isJoliet ? Encoding.BigEndianUnicode : Encoding.ASCII;
        return new IsoBytes()
            .Byte(isJoliet ? 2 : 1)
            .Bytes("CD001"u8)
            .Byte(1) // version
            .Byte(0) // flags
            .Field("", 32, encoding) // system
            .Field(_label, 32, encoding)
            .Zeros(8)
            .Both32(_sectors)
            .Bytes(isJoliet ? "%/E"u8 : "\0\0\0"u8)
            .Zeros(29)
            .Both16(1) // volumes in the set
            .Both16(1) // number of this one
            .Both16(SectorSize)
            .Both32((uint)tree.WritePathTable(isBigEndian: false).Length)
            .Little32(firstTable)
            .Little32(0) // no second copy of the table
            .Big32(firstTable + TableSectors(tree))
            .Big32(0)
            .Bytes(tree.WriteRootRecord().Span)
            .Field("", 128, encoding) // volume set
            .Field("", 128, encoding) // publisher
            .Field("", 128, encoding) // preparer
            .Field("VIRT-PROVISION", 128, encoding) // application
            .Field("", 37, encoding) // copyright file
            .Field("", 37, encoding) // abstract file
            .Field("", 37, encoding) // bibliographic file
            .Bytes(IsoDates.Volume) // made
            .Bytes(IsoDates.Volume) // modified
            .Bytes(IsoDates.None) // expires
            .Bytes(IsoDates.None) // effective
            .Byte(1) // structure version
            .Byte(0);
    }
}
