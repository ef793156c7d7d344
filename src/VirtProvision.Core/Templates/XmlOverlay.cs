using System.Xml.Linq;
using VirtProvision.Core.Diagnostics;
using VirtProvision.Core.Documents;
using VirtProvision.Core.Text;
using VirtProvision.Core.Xml;

namespace VirtProvision.Core.Templates;

/// <summary>Applies a spec's <c>xml</c> to its sparse XML: for what has no field of its own. What it sets is held to the host like any other field.</summary>
public static class XmlOverlay
{
    /// <param name="edits">Items of <c>set</c> with <c>value</c>, <c>create</c> or <c>delete</c>, in order.</param>
    /// <returns>False when an edit cannot be made; the bag says why.</returns>
    public static bool Apply(XElement root, SequenceNode edits, DiagnosticBag diagnostics)
    {
        var before = diagnostics.Count;
        foreach (var edit in edits.Items.OfType<MappingNode>())
        {
            var place = (edit["set"] ?? edit["create"] ?? edit["delete"]) as ScalarNode;
            if (place is null)
            {
                continue;
            }

            try
            {
                var path = OverlayPath.Parse(place.Text, root);
                if (edit["delete"] is not null)
                {
                    Delete(root, path);
                }
                else
                {
                    Set(root, path, edit["set"] is null ? null : edit["value"] as ScalarNode, diagnostics);
                }
            }
            catch (FormatException exception)
            {
                diagnostics.Add(TemplateDiagnostics.OverlayPath(place.Span, place.Text, exception.Message));
            }
        }

        return diagnostics.Count == before;
    }

    private static void Set(XElement root, OverlayPath path, ScalarNode? value, DiagnosticBag diagnostics)
    {
        if (value is not null && XmlCharacters.IndexOfForbidden(value.Text) is var at and >= 0)
        {
            diagnostics.Add(TemplateDiagnostics.ForbiddenCharacter(value.Span, value.Text[at]));
            return;
        }

        foreach (var element in FindOrMake(root, path))
        {
            element.SetAttributeValue(ProvisionNamespace.Absent, null);
            foreach (var carrier in element.AncestorsAndSelf())
            {
                carrier.SetAttributeValue(ProvisionNamespace.Carrier, null);
            }

            if (path.Attribute is { } attribute)
            {
                element.SetAttributeValue(attribute, value?.Text ?? "");
            }
            else if (value is not null)
            {
                SetText(element, value.Text);
            }
        }
    }

    private static void SetText(XElement element, string text)
    {
        element.Nodes().OfType<XText>().Remove();
        element.AddFirst(new XText(text));
    }

    private static void Delete(XElement root, OverlayPath path)
    {
        if (path.Steps.IsEmpty && path.Attribute is null)
        {
            throw new FormatException("the root element cannot be removed");
        }

        foreach (var element in FindOrMake(root, path, isCarrier: true))
        {
            if (path.Attribute is not { } attribute)
            {
                element.SetAttributeValue(ProvisionNamespace.Carrier, null);
                element.SetAttributeValue(ProvisionNamespace.Absent, "true");
                continue;
            }

            element.SetAttributeValue(attribute, null);
            var marks = element.Attribute(ProvisionNamespace.AbsentAttributes)?.Value.Split(' ') ?? [];
            element.SetAttributeValue(ProvisionNamespace.AbsentAttributes, string.Join(' ', marks.Append(attribute.LocalName).Distinct()));
        }
    }

    /// <summary>The elements that a path leads to; where there are none, one is made for which the conditions hold.</summary>
    /// <param name="isCarrier">What is made only carries the mark that something is to be absent.</param>
    private static List<XElement> FindOrMake(XElement root, OverlayPath path, bool isCarrier = false)
    {
        List<XElement> at = [root];
        foreach (var step in path.Steps)
        {
            at = [.. at.SelectMany(parent => Find(parent, step, isCarrier))];
        }

        return at;
    }

    private static List<XElement> Find(XElement parent, OverlayStep step, bool isCarrier)
    {
        List<XElement> found = [.. parent.Elements(step.Name).Where(element => step.Conditions.All(condition => condition.Holds(element)))];
        if (step.Position is { } position)
        {
            if (position <= found.Count)
            {
                return [found[position - 1]];
            }

            if (position > found.Count + 1)
            {
                throw new FormatException($"there are only {found.Count} <{step.Name.LocalName}> that the spec makes, so none is number {position}; name one by its alias or target instead, as in [target/@dev='vda']");
            }
        }
        else if (found.Count > 0)
        {
            return found;
        }

        var made = new XElement(step.Name);
        foreach (var condition in step.Conditions)
        {
            condition.MakeTrue(made);
        }

        if (isCarrier)
        {
            made.SetAttributeValue(ProvisionNamespace.Carrier, "true");
        }

        parent.Add(made);
        return [made];
    }
}
