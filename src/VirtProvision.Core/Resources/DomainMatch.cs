using System.IO.Enumeration;
using System.Xml;
using System.Xml.Linq;
using System.Xml.XPath;
using VirtProvision.Core.Diagnostics;
using VirtProvision.Core.Documents;

namespace VirtProvision.Core.Resources;

/// <summary>Which domains a patch is for: those for which everything it says holds.</summary>
/// <param name="Names">Patterns; empty for any name.</param>
/// <param name="XPath">Null when the XML doesn't matter.</param>
public sealed record DomainMatch(ImmutableArray<ScalarNode> Names, ImmutableArray<(string Key, string Value)> Labels, XPathExpression? XPath, bool IsRequired)
{
    private static readonly XmlNamespaceManager s_namespaces = Namespaces();

    /// <summary>Of a valid patch; an expression that does not parse is reported and left out.</summary>
    public static DomainMatch Of(ResourceSpec patch, DiagnosticBag diagnostics)
    {
        var match = patch.Spec["match"] as MappingNode ?? MappingNode.Empty(patch.Span);
        return new DomainMatch(
            [.. (match["names"] as SequenceNode)?.Items.OfType<ScalarNode>() ?? []],
            [.. (match["labels"] as MappingNode)?.Entries.Select(static entry => (entry.Key.Text, ((ScalarNode)entry.Value).Text)) ?? []],
            match["xpath"] is ScalarNode expression ? Compile(expression, diagnostics) : null,
            match["required"] is ScalarNode { IsTrue: true });
    }

    /// <param name="labels">Of the domain's spec; null when the run has none.</param>
    public bool Holds(string name, ImmutableSortedDictionary<string, string>? labels, XElement xml) =>
        (Names.IsEmpty || Names.Any(pattern => IsNamed(pattern.Text, name)))
        && Labels.All(label => labels?.GetValueOrDefault(label.Key) == label.Value)
        && (XPath is null || IsTrue(XPath, xml));

    public static bool IsNamed(string pattern, string name) =>
        pattern == name || FileSystemName.MatchesSimpleExpression(pattern, name, ignoreCase: false);

    private static bool IsTrue(XPathExpression expression, XElement xml)
    {
        // Seen from a document, /domain means what people expect of it.
        _ = xml.Document ?? new XDocument(xml);
        return xml.CreateNavigator().Evaluate(expression) switch
        {
            bool truth => truth,
            double number => number is not (0 or double.NaN),
            string text => text.Length > 0,
            XPathNodeIterator nodes => nodes.MoveNext(),
            _ => false,
        };
    }

    private static XPathExpression? Compile(ScalarNode expression, DiagnosticBag diagnostics)
    {
        try
        {
            var compiled = XPathExpression.Compile(expression.Text, s_namespaces);

            // Functions and prefixes are looked up only when it is evaluated.
            IsTrue(compiled.Clone(), new XElement("domain"));
            return compiled;
        }
        catch (Exception exception) when (exception is XPathException or ArgumentException)
        {
            diagnostics.Add(ResourceDiagnostics.WrongXPath(expression.Span, exception.Message));
            return null;
        }
    }

    private static XmlNamespaceManager Namespaces()
    {
        var namespaces = new XmlNamespaceManager(new NameTable());
        namespaces.AddNamespace("qemu", "http://libvirt.org/schemas/domain/qemu/1.0");
        namespaces.AddNamespace("lxc", "http://libvirt.org/schemas/domain/lxc/1.0");
        namespaces.AddNamespace("xen", "http://libvirt.org/schemas/domain/xen/1.0");
        namespaces.AddNamespace("libosinfo", "http://libosinfo.org/xmlns/libvirt/domain/1.0");
        return namespaces;
    }
}
