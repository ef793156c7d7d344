using System.Collections.Concurrent;
using System.Xml.Linq;
using Scriban.Syntax;
using VirtProvision.Core.Diagnostics;
using VirtProvision.Core.Documents;
using VirtProvision.Core.Kinds;
using VirtProvision.Core.Resources;
using VirtProvision.Core.Schemas;
using VirtProvision.Core.Text;
using VirtProvision.Core.Xml;

namespace VirtProvision.Core.Templates;

/// <summary>Makes the sparse XML of a resource: only what its spec says. Templates are compiled once; any number of threads may render.</summary>
public sealed class TemplateRenderer(SchemaCatalog schemas, TemplateFiles files)
{
    private readonly ConcurrentDictionary<ResourceKind, Lazy<CompiledTemplate>> _templates = new();
    private readonly ConcurrentDictionary<ResourceKind, Lazy<PathMap>> _maps = new();

    /// <summary>With the templates that this assembly carries.</summary>
    public static TemplateRenderer Embedded { get; } = new(SchemaCatalog.Embedded, TemplateFiles.Embedded);

    /// <summary>The templates, for those that are no kind's.</summary>
    public TemplateFiles Files => files;

    /// <summary>
    /// Whether only rendering shows that a valid spec can be rendered: templates of the user's, or edits by XPath. What ships with the program renders
    /// whatever its schemas accept, which the cases hold.
    /// </summary>
    public bool MustProve(ResourceSpec resource) => !files.User.IsEmpty || HasEdits(resource.Spec);

    // Of the whole XML, or of one element.
    private static bool HasEdits(DocumentNode node) => node switch
    {
        MappingNode mapping => mapping.Entries.Any(static entry => entry is { Key.Text: "xml", Value: SequenceNode } || HasEdits(entry.Value)),
        SequenceNode list => list.Items.Any(HasEdits),
        _ => false,
    };

    /// <summary>Null when there are errors, which the bag then holds.</summary>
    public XElement? Render(ResourceSpec resource, DiagnosticBag diagnostics) =>
        resource.Id.Kind.Patched is null ? Render(resource, new PlanRenderer(), diagnostics) : Render(AsPatched(resource), new PlanRenderer(RenderPurpose.Patch), diagnostics);

    /// <summary>
    /// The XML of a change to something that is there: null in the spec is a removal, which comes out as <see cref="ProvisionNamespace.Absent"/>, and an item of a list
    /// carries its <see cref="ProvisionNamespace.Position"/>. Null when there are errors, which the bag then holds.
    /// </summary>
    public XElement? RenderEdit(ResourceSpec resource, DiagnosticBag diagnostics) => Render(resource, new PlanRenderer(RenderPurpose.Edit), diagnostics);

    private XElement? Render(ResourceSpec resource, PlanRenderer run, DiagnosticBag diagnostics)
    {
        var template = TemplateOf(resource.Id.Kind);
        if (template.Findings.Length > 0)
        {
            AddOnce(template.Findings, diagnostics);
            return null;
        }

        var holder = new XElement("rendered");
        if (!TryRun(() => run.Content(template.Body, ScopeOf(resource), holder), template, diagnostics))
        {
            return null;
        }

        // The overlay may have to make all there is: a spec of nothing else renders to nothing.
        if (!holder.HasElements)
        {
            holder.Add(new XElement(resource.Id.Kind.RootElement));
        }

        if (holder.Elements().Skip(1).Any() || holder.FirstNode is not XElement root || root.Name != resource.Id.Kind.RootElement)
        {
            var found = string.Join(", ", holder.Elements().Select(static element => $"<{element.Name.LocalName}>"));
            diagnostics.Add(TemplateDiagnostics.NotOneRoot(StartOf(template), resource.Id.Kind.RootElement, found.Length is 0 ? "text" : found));
            return null;
        }

        root.Remove();
        return resource.Spec["xml"] is not SequenceNode edits || XmlOverlay.Apply(root, edits, diagnostics) ? root : null;
    }

    /// <summary>A patch makes XML as the object would that it changes; of which name that is, is not its to say.</summary>
    private static ResourceSpec AsPatched(ResourceSpec patch) => patch with
    {
        Id = new ResourceId(patch.Id.Kind.XmlKind, ""),
        Spec = patch.Spec["patch"] as MappingNode ?? MappingNode.Empty(patch.Span),
    };

    /// <summary>Reads every template of every kind, also those that no spec at hand needs, and reports what is wrong with them.</summary>
    public void Check(DiagnosticBag diagnostics)
    {
        foreach (var kind in ResourceKind.All.Where(static kind => kind.Patched is null))
        {
            Check(TemplateOf(kind), [], diagnostics);
        }
    }

    /// <summary>The kind's templates read backwards; made once.</summary>
    public PathMap MapOf(ResourceKind kind) => _maps.GetOrAdd(kind.XmlKind, static (kind, renderer) => new(() => PathMapBuilder.Build(renderer.TemplateOf(kind), renderer.SpecOf(kind))), this).Value;

    private SchemaShape SpecOf(ResourceKind kind) => schemas.SpecOf(kind);

    internal CompiledTemplate TemplateOf(ResourceKind kind) => _templates.GetOrAdd(kind, static (kind, renderer) => new(() => renderer.Compile(kind)), this).Value;

    private CompiledTemplate Compile(ResourceKind kind) =>
        new TemplateCompiler(kind.Folder, files).Template($"{kind.Folder}/template.xml.sbn", CompileScope.ForSpec(schemas.SpecOf(kind)), includedAt: null);

    private TemplateScope ScopeOf(ResourceSpec resource) =>
        new TemplateScope(null, "annotations", MapOf(resource.Annotations, resource.Span))
            .With("labels", MapOf(resource.Labels, resource.Span))
            .With("name", resource.Id.Name)
            .With("spec", new ModelObject(resource.Spec, schemas.SpecOf(resource.Id.Kind)));

    private static ModelObject MapOf(ImmutableSortedDictionary<string, string> map, TextSpan span) => new(
        map.IsEmpty ? null : new MappingNode(span, [.. map.Select(entry => new MappingEntry(ScalarNode.String(span, entry.Key), ScalarNode.String(span, entry.Value)))]),
        null);

    private static bool TryRun(Action render, CompiledTemplate template, DiagnosticBag diagnostics)
    {
        try
        {
            render();
            return true;
        }
        catch (TemplateStopException stop)
        {
            AddOnce([stop.Diagnostic], diagnostics);
        }
        catch (ScriptRuntimeException failure)
        {
            var place = new TextPosition(failure.Span.Start.Line + 1, failure.Span.Start.Column + 1);
            var file = new SourceFile(failure.Span.FileName ?? template.Path, "");
            AddOnce([TemplateDiagnostics.Evaluation(new TextSpan(file, place, place), failure.OriginalMessage)], diagnostics);
        }

        return false;
    }

    private static void Check(CompiledTemplate template, HashSet<CompiledTemplate> seen, DiagnosticBag diagnostics)
    {
        // A template that goes on including itself with ever new shapes would not end.
        if (seen.Count > 10_000 || !seen.Add(template))
        {
            return;
        }

        AddOnce(template.Findings, diagnostics);
        foreach (var include in IncludesOf(template.Body))
        {
            Check(include.Template, seen, diagnostics);
        }
    }

    private static IEnumerable<IncludePlan> IncludesOf(ImmutableArray<TemplatePlan> content) => content.SelectMany(static plan => plan switch
    {
        IncludePlan include => [include],
        ElementPlan element => IncludesOf(element.Content),
        LoopPlan loop => IncludesOf(loop.Body),
        ChoicePlan choice => choice.Branches.SelectMany(static branch => IncludesOf(branch.Body)),
        _ => [],
    });

    // A thousand specs through one wrong template are one mistake.
    private static void AddOnce(ImmutableArray<Diagnostic> findings, DiagnosticBag diagnostics)
    {
        foreach (var finding in findings)
        {
            if (!diagnostics.Any(known => known.Code == finding.Code && known.Detail == finding.Detail && known.Span?.ToString() == finding.Span?.ToString()))
            {
                diagnostics.Add(finding);
            }
        }
    }

    private static TextSpan StartOf(CompiledTemplate template) => new SourceFile($"schemas/{template.Path}", "").Start;
}
