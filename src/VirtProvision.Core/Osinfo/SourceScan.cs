using System.Text;

namespace VirtProvision.Core.Osinfo;

/// <summary>
/// Tells from the text of a system's file, unparsed, that none of its images or trees can be the one looked for. It may say yes where reading shows no,
/// never the other way round: whatever isn't written in the usual way counts as a yes.
/// </summary>
public static class SourceScan
{
    /// <summary>Whether one of the file's images may match.</summary>
    public static bool MayHaveMedia(ReadOnlySpan<byte> xml, MediaClues clues) =>
        AnyBlock(xml, "<iso"u8, "</iso>"u8, block => MayFit(block, "<volume-id>"u8, clues.VolumeId) && MayFit(block, "<application-id>"u8, clues.ApplicationId));

    /// <summary>Whether one of the file's trees may match.</summary>
    public static bool MayHaveTree(ReadOnlySpan<byte> xml, TreeInfoFile info) =>
        AnyBlock(xml, "<treeinfo"u8, "</treeinfo>"u8, block => MayFit(block, "<family>"u8, info.Family) && MayFit(block, "<version>"u8, info.Version));

    private delegate bool BlockTest(ReadOnlySpan<byte> block);

    private static bool AnyBlock(ReadOnlySpan<byte> xml, ReadOnlySpan<byte> start, ReadOnlySpan<byte> end, BlockTest test)
    {
        while (xml.IndexOf(start) is >= 0 and var from)
        {
            xml = xml[from..];
            var length = xml.IndexOf(end);
            if (length < 0 || test(xml[..length]))
            {
                return true;
            }

            xml = xml[length..];
        }

        return false;
    }

    private static bool MayFit(ReadOnlySpan<byte> block, ReadOnlySpan<byte> tag, string? value)
    {
        var from = block.IndexOf(tag);
        if (from < 0)
        {
            // Not stated, or not written this way.
            return true;
        }

        var content = block[(from + tag.Length)..];
        var length = content.IndexOf((byte)'<');
        var pattern = length < 0 ? [] : content[..length];
        return pattern.IsEmpty || pattern.Contains((byte)'&') || IdentityPattern.Fit(Encoding.UTF8.GetString(pattern).Trim(), value) is not PatternFit.None;
    }
}
