using System.Collections;
using System.Xml;
using System.Xml.Linq;
using System.Xml.XPath;
using VirtProvision.Core.Comparison;
using VirtProvision.Core.Diagnostics;
using VirtProvision.Core.Documents;
using VirtProvision.Core.Templates;
using VirtProvision.Core.Text;
using VirtProvision.Core.Xml;

namespace VirtProvision.Core.Editing;

/// <summary>Edits of what is there by XPath 1.0. What is set and is not there yet is made, where the path is plain enough to say what to make.</summary>
internal sealed class PathEditing(KindFacts facts, string domain, DiagnosticBag diagnostics)
{
    /// <param name="context">The element that relative paths start at; part of a whole domain.</param>
    public void Apply(XElement context, SequenceNode edits)
    {
        foreach (var edit in edits.Items.OfType<MappingNode>())
        {
            if ((edit["set"] ?? edit["create"] ?? edit["delete"]) is not ScalarNode place)
            {
                continue;
            }

            try
            {
                if (edit["delete"] is not null)
                {
                    Delete(context, place);
                }
                else
                {
                    Set(context, place, edit["set"] is null ? null : edit["value"] as ScalarNode);
                }
            }
            catch (Exception exception) when (exception is XPathException or FormatException)
            {
                diagnostics.Add(EditDiagnostics.WrongPath(place.Span, place.Text, exception.Message.TrimEnd('.')));
            }
        }
    }

    private void Delete(XElement context, ScalarNode place)
    {
        var found = Select(context, place.Text);
        if (found.Count is 0)
        {
            diagnostics.Add(EditDiagnostics.NothingThere(place.Span, place.Text, domain));
        }

        foreach (var node in found)
        {
            if (node is XElement { Parent: null })
            {
                throw new FormatException("the root element cannot be removed");
            }

            if (IsMadeByLibvirt(node))
            {
                diagnostics.Add(EditDiagnostics.MadeByLibvirt(place.Span, place.Text));
                return;
            }
        }

        foreach (var node in found)
        {
            Remove(node);
        }
    }

    private static void Remove(XObject node)
    {
        switch (node)
        {
            case XAttribute attribute:
                attribute.Remove();
                break;
            case XNode { Parent: not null } child:
                child.Remove();
                break;
        }
    }

    private void Set(XElement context, ScalarNode place, ScalarNode? value)
    {
        if (value is not null && XmlCharacters.IndexOfForbidden(value.Text) is var at and >= 0)
        {
            throw new FormatException($"the value has a character that XML cannot hold (U+{(int)value.Text[at]:X4})");
        }

        var found = Select(context, place.Text);
        if (found.Count is 0 && !AddAttribute(context, place.Text))
        {
            Make(context, place, value);
        }

        found = found.Count is 0 ? Select(context, place.Text) : found;

        if (found.Any(IsMadeByLibvirt) || found.Any(node => IsForeignAlias(node, value)))
        {
            diagnostics.Add(EditDiagnostics.MadeByLibvirt(place.Span, place.Text));
            return;
        }

        foreach (var node in found)
        {
            switch (node)
            {
                case XAttribute attribute:
                    attribute.Value = value?.Text ?? "";
                    break;
                case XElement element when value is not null:
                    element.Nodes().OfType<XText>().Remove();
                    element.AddFirst(new XText(value.Text));
                    break;
                case XText text when value is not null:
                    text.Value = value.Text;
                    break;
            }
        }
    }

    /// <summary>Whatever way leads to the elements, an attribute that they lack can be made.</summary>
    private static bool AddAttribute(XElement context, string path)
    {
        var end = path.LastIndexOf("/@", StringComparison.Ordinal);
        if (end <= 0 || path.AsSpan(end).ContainsAny('[', ']', ':'))
        {
            return false;
        }

        var name = XmlConvert.EncodeLocalName(path[(end + 2)..]);
        XElement[] owners = [.. Select(context, path[..end]).OfType<XElement>()];
        foreach (var owner in owners)
        {
            owner.SetAttributeValue(name, "");
        }

        return owners.Length > 0 && name == path[(end + 2)..];
    }

    private static void Make(XElement context, ScalarNode place, ScalarNode? value)
    {
        var edit = MappingNode.Empty(place.Span).With(value is null ? "create" : "set", place);
        var findings = new DiagnosticBag();
        if (!XmlOverlay.Apply(context, new SequenceNode(place.Span, [value is null ? edit : edit.With("value", value)]), findings))
        {
            // What is wrong is the end of the sentence that the overlay makes of it.
            var said = findings.First().Detail;
            throw new FormatException($"it selects nothing, and what to make cannot be said so: {said[(said.IndexOf(": ", StringComparison.Ordinal) + 1)..].Trim().TrimEnd('.')}");
        }
    }

    private static List<XObject> Select(XElement context, string path)
    {
        var result = context.XPathEvaluate(path, Namespaces(context));
        return result is IEnumerable nodes and not string
            ? [.. nodes.Cast<XObject>()]
            : throw new FormatException("it computes a value, and selects no place");
    }

    private static XmlNamespaceManager Namespaces(XElement context)
    {
        var manager = new XmlNamespaceManager(new NameTable());
        foreach (var (prefix, name) in OverlayPath.Namespaces)
        {
            manager.AddNamespace(prefix, name.NamespaceName);
        }

        foreach (var declaration in context.AncestorsAndSelf().Reverse().Concat(context.DescendantsAndSelf()).Attributes().Where(static attribute => attribute.IsNamespaceDeclaration && attribute.Name.LocalName is not "xmlns"))
        {
            manager.AddNamespace(declaration.Name.LocalName, declaration.Value);
        }

        return manager;
    }

    private bool IsMadeByLibvirt(XObject node)
    {
        var element = node as XElement ?? node.Parent;
        var known = facts.Root;
        foreach (var step in element?.AncestorsAndSelf().Reverse().Skip(1) ?? [])
        {
            known = known.Element(step.Name);
            if (known.IsReadOnly)
            {
                return true;
            }
        }

        return node is XAttribute attribute && known.Attribute(attribute.Name).IsReadOnly;
    }

    // libvirt drops aliases that don't begin so, and makes its own.
    private static bool IsForeignAlias(XObject node, ScalarNode? value) =>
        value is not null && node is XAttribute { Name.LocalName: "name", Parent: { Name.LocalName: "alias", Parent.Parent.Name.LocalName: "devices" } } && !UserAlias.Is(value.Text);
}
