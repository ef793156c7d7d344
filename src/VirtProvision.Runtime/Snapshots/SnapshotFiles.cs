using System.Text.Json;
using System.Xml;
using System.Xml.Linq;
using VirtProvision.Core.Text;
using VirtProvision.Runtime.Hypervisors;

namespace VirtProvision.Runtime.Snapshots;

/// <summary>The files of a snapshot, each read when it is asked for.</summary>
internal sealed class SnapshotFiles
{
    private readonly Lazy<SnapshotRecord> _record;

    public SnapshotFiles(string folder)
    {
        Folder = folder;
        _record = new Lazy<SnapshotRecord>(ReadRecord);
    }

    public string Folder { get; }

    /// <exception cref="UnreadableHostException">There is no snapshot, or it is not understood.</exception>
    public SnapshotRecord Record => _record.Value;

    /// <summary>Null when there is no such file.</summary>
    /// <exception cref="UnreadableHostException">It is there, but can't be read.</exception>
    public XElement? TryReadXml(string file)
    {
        if (!File.Exists(PathOf(file)))
        {
            return null;
        }

        var text = ReadText(file);
        try
        {
            return XElement.Parse(text);
        }
        catch (XmlException exception)
        {
            throw new UnreadableHostException(SnapshotDiagnostics.NotUnderstood(SpanAt(file, text, exception.LineNumber, exception.LinePosition), exception.Message));
        }
    }

    /// <exception cref="UnreadableHostException">The file is missing, or can't be read.</exception>
    public XElement ReadXml(string file) => TryReadXml(file) ?? throw new UnreadableHostException(SnapshotDiagnostics.MissingFile(PathOf(file)));

    private SnapshotRecord ReadRecord()
    {
        if (!File.Exists(PathOf(SnapshotLayout.HostFile)))
        {
            throw new UnreadableHostException(SnapshotDiagnostics.NoSnapshot(Folder));
        }

        var text = ReadText(SnapshotLayout.HostFile);
        try
        {
            return SnapshotRecord.Parse(text);
        }
        catch (JsonException exception)
        {
            var place = SpanAt(SnapshotLayout.HostFile, text, (int)(exception.LineNumber ?? 0) + 1, (int)(exception.BytePositionInLine ?? 0) + 1);
            throw new UnreadableHostException(SnapshotDiagnostics.NotUnderstood(place, "it is no JSON"));
        }
        catch (FormatException exception)
        {
            throw new UnreadableHostException(SnapshotDiagnostics.NotUnderstood(SpanAt(SnapshotLayout.HostFile, text, 1, 1), exception.Message));
        }
    }

    private string ReadText(string file)
    {
        try
        {
            return File.ReadAllText(PathOf(file));
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new UnreadableHostException(SnapshotDiagnostics.MissingFile(PathOf(file)));
        }
    }

    private string PathOf(string file) => Path.Combine(Folder, file);

    private TextSpan SpanAt(string file, string text, int line, int column)
    {
        var start = new TextPosition(Math.Max(line, 1), Math.Max(column, 1));
        return new TextSpan(new SourceFile(PathOf(file), text), start, start);
    }
}
