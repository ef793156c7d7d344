using System.Collections.Concurrent;
using System.Xml.Linq;
using VirtProvision.Core.Diagnostics;
using VirtProvision.Core.Documents;
using VirtProvision.Core.Kinds;
using VirtProvision.Core.Options;
using VirtProvision.Core.Resources;
using VirtProvision.Core.Templates;
using VirtProvision.Core.Text;
using VirtProvision.Core.Xml;

namespace VirtProvision.Core.Editing;

/// <summary>What only the host knows of what an option names: a host device's address, the id of an operating system.</summary>
public delegate MappingNode ResolveWords(MappingNode spec, DiagnosticBag diagnostics);

/// <summary>An option as it stands on the command line, read as a change of what is there. Read once for each type of device that it is said of.</summary>
public sealed class OptionWords
{
    private const string NoType = "";

    private readonly ConcurrentDictionary<string, SparseWords?> _byType = new(StringComparer.Ordinal);
    private readonly TemplateRenderer _renderer;
    private readonly OptionUse _use;
    private readonly string? _folder;
    private readonly ResolveWords _resolve;
    private readonly DiagnosticBag _findings = [];

    /// <param name="folder">Where relative paths start.</param>
    public OptionWords(OptionUse use, string? folder, TemplateRenderer renderer, ResolveWords resolve)
    {
        _use = use;
        _folder = folder;
        _renderer = renderer;
        _resolve = resolve;
        Definition = OptionCatalog.Embedded.Find(use.Option)!;
        Span = new SourceFile(use.Option, use.Value ?? "").Start;
        Place = EditPlace.Of(Definition, renderer);
    }

    public OptionDefinition Definition { get; }

    /// <summary>The option's name, as it is said in findings.</summary>
    public string Option => Definition.Name;

    public string? Value => _use.Value;

    public TextSpan Span { get; }

    public EditPlace Place { get; }

    /// <summary>What was found in the words so far.</summary>
    public IReadOnlyCollection<Diagnostic> Findings
    {
        get
        {
            lock (_findings)
            {
                return [.. _findings.DistinctBy(static finding => (finding.Code, finding.Detail, finding.Span?.ToString()))];
            }
        }
    }

    /// <summary>The same option with other words: a selector is said in the words of the option that it selects for.</summary>
    public OptionWords Selecting(string text) => new(_use with { Value = text }, _folder, _renderer, _resolve);

    /// <param name="type">The type of what is changed; null where it does not matter.</param>
    /// <returns>Null when there are errors, which <see cref="Findings"/> then has.</returns>
    public SparseWords? Read(string? type = null) => _byType.GetOrAdd(type ?? NoType, static (key, words) => words.Parse(key), this);

    private SparseWords? Parse(string type)
    {
        var findings = new DiagnosticBag();
        var parsed = OptionParser.Parse([_use], findings, new OptionParserSettings(_folder, KeepsUnset: true, type.Length is 0 ? null : type));
        var clears = !parsed.Cleared.IsEmpty || (parsed.Spec["cpu"] as MappingNode)?.TextOf("mode") is "host-copy" or "host-model-only" or "none";
        var spec = findings.HasErrors ? parsed.Spec : _resolve(parsed.Spec, findings);
        var edits = findings.HasErrors ? null : TakeEdits(ref spec);
        var rendered = findings.HasErrors ? null : _renderer.RenderEdit(Resource(parsed.Name?.Text ?? "", spec), findings);
        lock (_findings)
        {
            _findings.AddRange(findings.Where(static finding => finding.Code is not "VP2005"));
        }

        if (rendered is null)
        {
            return null;
        }

        XElement? item = null;
        if (Place.IsItem)
        {
            item = Place.In(rendered).FirstOrDefault() ?? new XElement(Place.Path[^1]);
            RemoveItems(rendered);
        }

        return new SparseWords(spec, ItemOf(spec), item, rendered, edits, clears);
    }

    // What the option makes is looked at by itself; what remains speaks of other parts of the domain.
    private void RemoveItems(XElement rendered)
    {
        Place.In(rendered).ToArray().Remove();
        if (Place.Path.Length > 1 && rendered.Element(Place.Path[0]) is { HasElements: false } parent)
        {
            parent.Remove();
        }
    }

    private ResourceSpec Resource(string name, MappingNode spec)
    {
        var none = ImmutableSortedDictionary<string, string>.Empty;
        return new ResourceSpec(new ResourceId(ResourceKind.Domain, name), none, none, spec, Span);
    }

    private MappingNode ItemOf(MappingNode spec) => Member(spec) switch
    {
        SequenceNode { Items: [.., MappingNode item] } => item,
        MappingNode item => item,
        _ => MappingNode.Empty(Span),
    };

    private DocumentNode? Member(MappingNode spec) => Definition.Makes is not { } makes || makes.Contains('.', StringComparison.Ordinal) ? null : spec[makes.EndsWith("[]", StringComparison.Ordinal) ? makes[..^2] : makes];

    /// <summary>Edits by XPath are for what is there, not for the sparse XML.</summary>
    private SequenceNode? TakeEdits(ref MappingNode spec)
    {
        if (Option is "--xml")
        {
            var own = spec["xml"] as SequenceNode;
            spec = spec.Without("xml");
            return own;
        }

        if (ItemOf(spec)["xml"] is not SequenceNode edits)
        {
            return null;
        }

        var name = Definition.Makes!.TrimEnd('[', ']');
        spec = spec[name] switch
        {
            SequenceNode list => spec.With(name, list with { Items = [.. list.Items.Select(static item => item is MappingNode mapping ? mapping.Without("xml") : item)] }),
            MappingNode mapping => spec.With(name, mapping.Without("xml")),
            _ => spec,
        };
        return edits;
    }
}

/// <summary>What an option says, as sparse XML.</summary>
/// <param name="Spec">The same as a spec; null stands for what is taken away.</param>
/// <param name="ItemSpec">The part of it that the option makes.</param>
/// <param name="Item">The XML of what the option makes, where a selector chooses among several; else null.</param>
/// <param name="Rest">What it says of the domain otherwise.</param>
/// <param name="Edits">Edits by XPath, relative to the item, or to the domain where there is none.</param>
/// <param name="Clears">What is there goes first.</param>
public sealed record SparseWords(MappingNode Spec, MappingNode ItemSpec, XElement? Item, XElement Rest, SequenceNode? Edits, bool Clears);
