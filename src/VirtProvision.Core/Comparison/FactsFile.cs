using System.Diagnostics;
using VirtProvision.Core.Diagnostics;
using VirtProvision.Core.Documents;
using VirtProvision.Core.Text;

namespace VirtProvision.Core.Comparison;

/// <summary>The text of a facts file as a tree. The files are ours, so a finding in one is our own mistake.</summary>
internal static class FactsFile
{
    public static MappingNode Parse(string path, string text)
    {
        var diagnostics = new DiagnosticBag();
        var documents = YamlDocumentReader.Read(new SourceFile(path, text), diagnostics);
        return documents is [MappingNode root] && !diagnostics.HasErrors
            ? root
            : throw new UnreachableException($"{path} is no facts file: {string.Join(' ', diagnostics.Select(static item => $"{item.Span} {item.Detail}"))}");
    }
}
