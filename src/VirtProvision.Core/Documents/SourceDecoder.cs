using System.Text;
using System.Text.Unicode;
using VirtProvision.Core.Diagnostics;
using VirtProvision.Core.Text;

namespace VirtProvision.Core.Documents;

/// <summary>Turns a file's bytes into text, or says where they are none.</summary>
public static class SourceDecoder
{
    /// <summary>The file, without its byte order mark; null when it is no UTF-8 text or too large.</summary>
    public static SourceFile? Decode(string path, ReadOnlySpan<byte> bytes, DiagnosticBag diagnostics)
    {
        if (bytes.Length > DocumentLimits.FileSize)
        {
            diagnostics.Add(DocumentDiagnostics.TooLarge(new SourceFile(path, "").Start));
            return null;
        }

        if (bytes is [0xFF, 0xFE, ..] or [0xFE, 0xFF, ..])
        {
            diagnostics.Add(DocumentDiagnostics.NotUtf8(new SourceFile(path, "").Start, "UTF-16"));
            return null;
        }

        if (bytes is [0xEF, 0xBB, 0xBF, ..])
        {
            bytes = bytes[3..];
        }

        if (Utf8.IsValid(bytes))
        {
            return new SourceFile(path, Encoding.UTF8.GetString(bytes));
        }

        // What is before the wrong byte is shown in the place, and decides between an image and a text in another encoding.
        var good = ValidPrefix(bytes);
        var file = new SourceFile(path, Encoding.UTF8.GetString(bytes[..good]));
        var nul = file.Text.IndexOf('\0', StringComparison.Ordinal);
        diagnostics.Add(nul >= 0 || bytes[good..].Contains((byte)0)
            ? DocumentDiagnostics.NotText(file.SpanAt(nul >= 0 ? nul : file.Text.Length))
            : DocumentDiagnostics.NotUtf8(file.SpanAt(file.Text.Length), bytes[good]));
        return null;
    }

    private static int ValidPrefix(ReadOnlySpan<byte> bytes)
    {
        var length = 0;
        while (Rune.DecodeFromUtf8(bytes[length..], out _, out var consumed) is System.Buffers.OperationStatus.Done)
        {
            length += consumed;
        }

        return length;
    }
}
