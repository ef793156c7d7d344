using System.Text.RegularExpressions;
using System.Xml.Linq;
using VirtProvision.Core.Diagnostics;
using VirtProvision.Core.Documents;
using VirtProvision.Core.Kinds;
using VirtProvision.Core.Resources;
using VirtProvision.Core.Schemas;
using VirtProvision.Core.Templates;
using VirtProvision.Core.Tests.Schemas;
using VirtProvision.Core.Text;

namespace VirtProvision.Core.Tests.Templates;

/// <summary>Renders with templates and a schema that a test brings along.</summary>
internal static class Rendering
{
    private static readonly SourceFile s_file = new("spec.yaml", "");

    public static DocumentNode Node(object? value) => value switch
    {
        null => new ScalarNode(s_file.Start, "null", ScalarKind.Null, true),
        bool boolean => ScalarNode.Boolean(s_file.Start, boolean),
        int number => ScalarNode.Integer(s_file.Start, number),
        string text => ScalarNode.String(s_file.Start, text),
        DocumentNode node => node,
        object?[] items => new SequenceNode(s_file.Start, [.. items.Select(Node)]),
        _ => throw new ArgumentException($"{value.GetType()}"),
    };

    public static MappingNode Map(params (string Key, object? Value)[] members) =>
        new(s_file.Start, [.. members.Select(static member => new MappingEntry(ScalarNode.String(s_file.Start, member.Key), Node(member.Value)))]);

    public static ResourceSpec Spec(MappingNode spec, string name = "it", ResourceKind? kind = null) => new(
        new ResourceId(kind ?? ResourceKind.StoragePool, name),
        ImmutableSortedDictionary<string, string>.Empty,
        ImmutableSortedDictionary<string, string>.Empty,
        spec,
        s_file.Start);

    /// <param name="properties">The members of the spec's schema.</param>
    /// <param name="templates">Paths beside the kind's template, which is the first.</param>
    public static TemplateRenderer Renderer(string properties, params (string Path, string Text)[] templates) => new(
        SchemaFiles.Catalog(("storage-pool/spec.schema.json", """{"type": "object", "additionalProperties": false, "properties": {""" + properties + "}}")),
        new TemplateFiles(templates.ToImmutableDictionary(static file => $"storage-pool/{file.Path}", static file => new SourceFile($"mine/{file.Path}", file.Text))));

    public static (XElement? Element, DiagnosticBag Diagnostics) Render(string properties, string template, MappingNode spec, params (string Path, string Text)[] includes)
    {
        var diagnostics = new DiagnosticBag();
        var xml = Renderer(properties, [("template.xml.sbn", template), .. includes]).Render(Spec(spec), diagnostics);
        return (xml, diagnostics);
    }

    /// <summary>The XML on one line; fails on any finding.</summary>
    public static string Rendered(string properties, string template, MappingNode spec, params (string Path, string Text)[] includes)
    {
        var (xml, diagnostics) = Render(properties, template, spec, includes);
        Assert.Empty(diagnostics);
        return Regex.Replace(xml!.ToString(SaveOptions.DisableFormatting), @"\bp\d:(\w+=""\w+"" xmlns:)p\d=", "vp:$1vp=");
    }

    public static string Finding(string properties, string template, MappingNode spec, params (string Path, string Text)[] includes)
    {
        var (xml, diagnostics) = Render(properties, template, spec, includes);
        Assert.Null(xml);
        var finding = Assert.Single(diagnostics);
        return $"{finding.Span}: {finding.Code} {finding.Detail}";
    }
}
