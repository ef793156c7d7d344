using System.Collections.Concurrent;
using System.Xml.Linq;
using VirtProvision.Core.Diagnostics;
using VirtProvision.Core.Documents;
using VirtProvision.Core.Kinds;
using VirtProvision.Core.Options;
using VirtProvision.Core.Resources;
using VirtProvision.Core.Templates;
using VirtProvision.Core.Text;

namespace VirtProvision.Core.Editing;

/// <summary>Where in a domain's XML stands what an option makes: <c>devices/disk</c> for <c>--disk</c>, <c>cpu</c> for <c>--cpu</c>.</summary>
/// <param name="Path">Names from below the domain; empty for options that speak of the whole domain.</param>
/// <param name="IsItem">There can be several, or none: a selector chooses.</param>
/// <param name="Member">The member of the spec that the option makes, or an item of; null where it makes a part of one.</param>
public sealed record EditPlace(ImmutableArray<XName> Path, bool IsItem, string? Member)
{
    private const string Mark = "here";

    private static readonly ConcurrentDictionary<string, EditPlace> s_places = new(StringComparer.Ordinal);
    private static readonly EditPlace s_domain = new([], IsItem: false, Member: null);

    /// <summary>The place of what the option makes, as the templates have it: an element that is put into such a thing shows where it comes out.</summary>
    public static EditPlace Of(OptionDefinition option, TemplateRenderer renderer) => s_places.GetOrAdd(option.Name, static (_, state) => Find(state.option, state.renderer), (option, renderer));

    /// <summary>Those of the domain.</summary>
    public IEnumerable<XElement> In(XElement domain)
    {
        IEnumerable<XElement> found = [domain];
        foreach (var name in Path)
        {
            found = found.Elements(name);
        }

        return found;
    }

    /// <summary>The element in which they stand; made when it is missing.</summary>
    public XElement ParentIn(XElement domain)
    {
        var parent = domain;
        foreach (var name in Path[..^1])
        {
            var child = parent.Element(name);
            if (child is null)
            {
                parent.Add(child = new XElement(name));
            }

            parent = child;
        }

        return parent;
    }

    private static EditPlace Find(OptionDefinition option, TemplateRenderer renderer)
    {
        if (option.Makes is not { } makes || !OptionCatalog.Embedded.ShapeOf(option).IsObject || OptionCatalog.Embedded.ShapeOf(option).Member("xml") is null)
        {
            return s_domain;
        }

        var span = new SourceFile(option.Name, "").Start;
        var create = MappingNode.Empty(span).With("create", ScalarNode.String(span, $"./{Mark}"));
        DocumentNode node = MappingNode.Empty(span).With("xml", new SequenceNode(span, [create]));
        var isList = makes.EndsWith("[]", StringComparison.Ordinal);
        var spec = MappingNode.Empty(span).With(isList ? makes[..^2] : makes, isList ? new SequenceNode(span, [node]) : node);
        var none = ImmutableSortedDictionary<string, string>.Empty;
        var rendered = renderer.Render(new ResourceSpec(new ResourceId(ResourceKind.Domain, ""), none, none, spec, span), new DiagnosticBag());
        if (rendered?.Descendants(Mark).FirstOrDefault() is not { Parent: { } element })
        {
            return s_domain;
        }

        ImmutableArray<XName> path = [.. element.AncestorsAndSelf().Reverse().Skip(1).Select(static step => step.Name)];
        return new EditPlace(path, isList || path.Length > 1, isList ? makes[..^2] : makes);
    }
}
