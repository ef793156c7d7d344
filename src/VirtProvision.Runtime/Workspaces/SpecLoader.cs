using VirtProvision.Core.Diagnostics;
using VirtProvision.Core.Documents;
using VirtProvision.Core.Images;
using VirtProvision.Core.Text;

namespace VirtProvision.Runtime.Workspaces;

/// <summary>Finds the files of a run and reads them. What cannot be found or read is reported and left out.</summary>
/// <param name="openStandardInput">What the path <c>-</c> reads.</param>
public sealed class SpecLoader(Func<Stream> openStandardInput)
{
    private const string StandardInput = "-";

    private static readonly EnumerationOptions s_visible = new() { AttributesToSkip = FileAttributes.Hidden, IgnoreInaccessible = false };

    /// <summary>
    /// The paths of the spec files that the arguments mean, each once, in the order of the arguments and below a folder in ordinal order. Linked folders
    /// below a folder are not followed, since they may lead back; linked files are.
    /// </summary>
    /// <param name="except">Files that a folder may hold without their being specs: the values files of the run.</param>
    public static ImmutableArray<string> Find(IEnumerable<string> arguments, IEnumerable<string> except, DiagnosticBag diagnostics)
    {
        var found = ImmutableArray.CreateBuilder<string>();
        var known = new HashSet<string>(StringComparer.Ordinal);
        var values = except.Select(Path.GetFullPath).ToHashSet(StringComparer.Ordinal);
        foreach (var argument in arguments)
        {
            if (argument is StandardInput || !SpecGlob.IsPattern(argument) || Path.Exists(argument))
            {
                Add(argument);
                continue;
            }

            var matches = Try(argument, diagnostics, static pattern => SpecGlob.Expand(pattern).ToList());
            if (matches is { Count: 0 })
            {
                diagnostics.Add(WorkspaceDiagnostics.NoMatch(argument));
            }

            foreach (var match in matches ?? [])
            {
                Add(match);
            }
        }

        return found.DrainToImmutable();

        void Add(string path)
        {
            if (path is not StandardInput && Directory.Exists(path))
            {
                var files = Try(path, diagnostics, FindBelow) ?? [];
                foreach (var file in files.Where(file => !values.Contains(Path.GetFullPath(file)) && known.Add(Path.GetFullPath(file))))
                {
                    found.Add(file);
                }

                if (files.Count is 0)
                {
                    diagnostics.Add(WorkspaceDiagnostics.NoSpecs(path));
                }
            }
            else if (known.Add(path is StandardInput ? path : Path.GetFullPath(path)))
            {
                found.Add(path);
            }
        }
    }

    /// <summary>A file's text, or null when it cannot be read, which is then reported.</summary>
    public SourceFile? Read(string path, DiagnosticBag diagnostics)
    {
        var bytes = Try<byte[]>(path, diagnostics, path is StandardInput ? _ => ReadAll(openStandardInput()) : ReadFile);
        var folder = path is StandardInput ? Directory.GetCurrentDirectory() : Path.GetDirectoryName(Path.GetFullPath(path));
        return bytes is null ? null : SourceDecoder.Decode(path, bytes, diagnostics) is { } file ? file with { Folder = folder } : null;
    }

    private static byte[] ReadFile(string path) =>
        ReadAll(new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read, bufferSize: 0));

    // One byte over the limit is enough to know that it is too large; a device or pipe may never end.
    private static byte[] ReadAll(Stream stream)
    {
        using (stream)
        {
            var length = stream.CanSeek ? stream.Length : 0;
            var buffer = new byte[length > 0 ? Math.Min(length, DocumentLimits.FileSize + 1) : 64 * 1024];
            var read = 0;
            while (stream.Read(buffer.AsSpan(read)) is > 0 and var count)
            {
                read += count;
                if (read == buffer.Length)
                {
                    if (read == length || read > DocumentLimits.FileSize)
                    {
                        break;
                    }

                    Array.Resize(ref buffer, Math.Min(read * 2, DocumentLimits.FileSize + 1));
                }
            }

            return read == buffer.Length ? buffer : buffer[..read];
        }
    }

    private static List<string> FindBelow(string folder)
    {
        var files = new List<string>();
        var entries = new DirectoryInfo(folder).EnumerateFileSystemInfos("*", s_visible).OrderBy(static entry => entry.Name, StringComparer.Ordinal);
        foreach (var entry in entries)
        {
            var path = Path.Combine(folder, entry.Name);
            if (entry is DirectoryInfo)
            {
                if (entry.LinkTarget is null)
                {
                    files.AddRange(FindBelow(path));
                }
            }
            else if (Path.GetExtension(entry.Name) is ".yaml" or ".yml" or ".json" && entry.Name is not ImageLock.FileName)
            {
                files.Add(path);
            }
        }

        return files;
    }

    private static T? Try<T>(string path, DiagnosticBag diagnostics, Func<string, T> read)
        where T : class
    {
        try
        {
            return read(path);
        }
        catch (Exception exception) when (exception is FileNotFoundException or DirectoryNotFoundException)
        {
            diagnostics.Add(WorkspaceDiagnostics.NotFound(path, NearestTo(path)));
        }
        catch (UnauthorizedAccessException)
        {
            diagnostics.Add(WorkspaceDiagnostics.NotPermitted(path));
        }
        catch (IOException exception)
        {
            diagnostics.Add(WorkspaceDiagnostics.NotReadable(path, exception.Message));
        }

        return null;
    }

    private static string? NearestTo(string path)
    {
        var folder = Path.GetDirectoryName(path);
        try
        {
            var name = Nearest.To(Path.GetFileName(path), Directory.EnumerateFileSystemEntries(folder is { Length: > 0 } ? folder : ".").Select(static entry => Path.GetFileName(entry)));
            return name is null ? null : Path.Combine(folder ?? "", name);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }
}
