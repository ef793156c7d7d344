using System.Buffers.Binary;
using System.Runtime.InteropServices;
using VirtProvision.Core.Installing.Devices;

namespace VirtProvision.Runtime.Installing;

/// <summary>What sort of file a path leads to, which .NET does not tell. https://man7.org/linux/man-pages/man2/statx.2.html</summary>
internal static class FileStatus
{
    private const int CurrentFolder = -100; // AT_FDCWD
    private const uint WantType = 1; // STATX_TYPE
    private const int StatusLength = 256; // struct statx, the same on every architecture
    private const int ModeOffset = 28; // stx_mode
    private const int TypeMask = 0xF000; // S_IFMT

    /// <summary>Links are followed. <see cref="LocalFileKind.Other"/> where it can't be told.</summary>
    public static LocalFileKind KindOf(string path)
    {
        Span<byte> status = stackalloc byte[StatusLength];
        try
        {
            if (StatX(CurrentFolder, path, 0, WantType, ref MemoryMarshal.GetReference(status)) is not 0)
            {
                return LocalFileKind.Other;
            }
        }
        catch (Exception exception) when (exception is DllNotFoundException or EntryPointNotFoundException)
        {
            return LocalFileKind.Other;
        }

        return (BinaryPrimitives.ReadUInt16LittleEndian(status[ModeOffset..]) & TypeMask) switch
        {
            0x8000 => LocalFileKind.File, // S_IFREG
            0x6000 => LocalFileKind.Block, // S_IFBLK
            0x4000 => LocalFileKind.Directory, // S_IFDIR
            _ => LocalFileKind.Other,
        };
    }

    [DllImport("libc", EntryPoint = "statx", SetLastError = false)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int StatX(int folder, [MarshalAs(UnmanagedType.LPUTF8Str)] string path, int flags, uint mask, ref byte status);
}
