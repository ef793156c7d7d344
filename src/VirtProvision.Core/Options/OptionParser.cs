using VirtProvision.Core.Diagnostics;
using VirtProvision.Core.Documents;
using VirtProvision.Core.Resources;
using VirtProvision.Core.Schemas;
using VirtProvision.Core.Text;

namespace VirtProvision.Core.Options;

/// <summary>
/// Turns virt-install's options into the spec that a YAML document would hold, and checks it by the same schema. Its findings stand at places of a file that is
/// named after the option: <c>--disk:1:12</c>.
/// </summary>
public static class OptionParser
{
    public static ParsedOptions Parse(IEnumerable<OptionUse> uses, DiagnosticBag diagnostics, OptionParserSettings? settings = null, OptionCatalog? catalog = null)
    {
        catalog ??= OptionCatalog.Embedded;
        settings ??= new OptionParserSettings();
        var findings = new DiagnosticBag();
        var root = new SpecBuilder(new SourceFile("options", "").Start);
        var application = new OptionApplication(catalog, root, settings, findings);
        foreach (var use in OptionPlanner.Plan([.. uses], catalog, settings, findings))
        {
            application.Apply(use);
        }

        var name = root.Find(DomainName.Path)?.Build() as ScalarNode;
        var built = root.Member(OptionApplication.Spec, root.Start).Build(settings.KeepsUnset) as MappingNode ?? MappingNode.Empty(root.Start);
        var spec = Check((MappingNode)SpecPaths.Resolve(built, catalog.Spec), catalog.Spec, settings, findings);
        diagnostics.AddRange(findings);
        return new ParsedOptions(name, spec, application.Cleared);
    }

    private static MappingNode Check(MappingNode spec, SchemaShape shape, OptionParserSettings settings, DiagnosticBag findings)
    {
        var checks = new DiagnosticBag();
        var said = settings.KeepsUnset ? WithoutUnset(spec) : spec;
        var valid = SchemaValidator.Validate(said, shape, checks, "The domain");
        ForbiddenCharacters.Find(valid, shape, checks);
        var ours = new HashSet<TextSpan>();
        CollectOurs(valid, shape, isOurs: false, ours);
        findings.AddRange(checks.Select(finding => Judge(finding, ours)));
        return settings.KeepsUnset ? spec : (MappingNode)valid;
    }

    /// <summary>
    /// The words of a field are libvirt's, and a newer libvirt knows more of them. In a file that is kept, a word we don't know is most likely misspelt; on the
    /// command line libvirt is asked at once, so it decides, as with virt-install. Likewise what one field needs of another. What only we read, we judge.
    /// </summary>
    private static Diagnostic Judge(Diagnostic finding, HashSet<TextSpan> ours) =>
        finding.Code is "VP2004" or "VP2006" or "VP2007" or "VP2011" && finding.Span is { } span && !ours.Contains(span) ? OptionDiagnostics.PassedOn(span, finding.Detail) : finding;

    /// <summary>Where values stand that never become XML.</summary>
    private static void CollectOurs(DocumentNode node, SchemaShape? shape, bool isOurs, HashSet<TextSpan> ours)
    {
        isOurs |= shape?.IgnoredInXml is true;
        switch (node)
        {
            case ScalarNode scalar when isOurs:
                ours.Add(scalar.Span);
                break;
            case SequenceNode list:
                foreach (var item in list.Items)
                {
                    CollectOurs(item, shape?.Items, isOurs, ours);
                }

                break;
            case MappingNode mapping:
                foreach (var entry in mapping.Entries)
                {
                    CollectOurs(entry.Value, shape?.Member(entry.Key.Text), isOurs, ours);
                }

                break;
        }
    }

    private static MappingNode WithoutUnset(MappingNode mapping) => mapping with
    {
        Entries =
        [
            .. mapping.Entries.Where(static entry => entry.Value is not ScalarNode { IsNull: true }).Select(static entry => entry with
            {
                Value = entry.Value switch
                {
                    MappingNode inner => WithoutUnset(inner),
                    SequenceNode list => list with { Items = [.. list.Items.Where(static item => item is not ScalarNode { IsNull: true }).Select(static item => item is MappingNode inner ? WithoutUnset(inner) : item)] },
                    var other => other,
                },
            }),
        ],
    };
}
