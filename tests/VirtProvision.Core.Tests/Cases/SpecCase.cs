using System.Xml.Linq;
using VirtProvision.Core.Defaults;
using VirtProvision.Core.Diagnostics;
using VirtProvision.Core.Documents;
using VirtProvision.Core.Hosts;
using VirtProvision.Core.Kinds;
using VirtProvision.Core.Osinfo;
using VirtProvision.Core.Resources;
using VirtProvision.Core.Schemas;
using VirtProvision.Core.Templates;
using VirtProvision.Core.Text;
using VirtProvision.Testing;

namespace VirtProvision.Core.Tests.Cases;

/// <summary>A folder <c>tests/cases/KIND/NAME</c>: a spec beside what it renders to, or beside its findings when it is wrong.</summary>
internal sealed record SpecCase(string Name)
{
    private static readonly string[] s_folders = [.. ResourceKind.All.Select(static kind => kind.Folder)];

    public static IEnumerable<string> Names => s_folders
        .Select(static folder => Path.Combine(RepositoryPaths.Cases, folder))
        .Where(Directory.Exists)
        .SelectMany(Directory.EnumerateDirectories)
        .Select(static path => Path.GetRelativePath(RepositoryPaths.Cases, path).Replace('\\', '/'))
        .Order(StringComparer.Ordinal);

    public string Text => System.IO.File.ReadAllText(File("spec.yaml"));

    public ResourceKind Kind => ResourceKind.All.Single(kind => Name.StartsWith(kind.Folder + "/", StringComparison.Ordinal));

    /// <summary>Its findings are what it shows.</summary>
    public bool IsWrong => System.IO.File.Exists(File("findings.verified.txt"));

    /// <summary>Why the libvirt we test with cannot judge it, or null.</summary>
    public string? NeedsNewerLibvirt => System.IO.File.Exists(File("newer-libvirt.txt")) ? System.IO.File.ReadAllText(File("newer-libvirt.txt")).Trim() : null;

    public string File(string name) => Path.Combine(RepositoryPaths.Cases, Name, name);

    /// <summary>The tree after validation; null when there are errors.</summary>
    public ValidatedDocument? Validate(DiagnosticBag diagnostics)
    {
        var documents = YamlDocumentReader.Read(new SourceFile("spec.yaml", Text), diagnostics);
        return documents is [{ } document] ? ResourceValidator.Validate(document, SchemaCatalog.Embedded, diagnostics) : null;
    }

    /// <summary>What is given to libvirt to make the resource.</summary>
    public XElement? Render(DiagnosticBag diagnostics)
    {
        if (Validate(diagnostics) is not { } valid)
        {
            return null;
        }

        var metadata = (MappingNode)valid.Document["metadata"]!;
        var id = new ResourceId(valid.Kind, metadata.TextOf("name")!, valid.Spec.TextOf("pool"));
        var spec = valid.Kind == ResourceKind.Domain ? DefaultRules.Apply(valid.Spec, HostFacts.Usual, OsFacts.Modern) : valid.Spec;
        var resource = new ResourceSpec(id, ImmutableSortedDictionary<string, string>.Empty, ImmutableSortedDictionary<string, string>.Empty, spec, valid.Document.Span);
        return TemplateRenderer.Embedded.Render(resource, diagnostics);
    }

    /// <summary>The spec with each finding under its line.</summary>
    public string WithFindings(IEnumerable<Diagnostic> findings)
    {
        var byLine = findings.ToLookup(static finding => finding.Span?.Start.Line ?? 1);
        var lines = Text.TrimEnd('\n').Split('\n').SelectMany((line, index) => byLine[index + 1]
            .Select(static finding => $"#{new string(' ', Math.Max(0, (finding.Span?.Start.Column ?? 1) - 2))}^ {finding.Code} {finding.Summary}: {finding.Detail}")
            .Prepend(line));
        return string.Join('\n', lines);
    }

    public override string ToString() => Name;
}
