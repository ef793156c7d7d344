using VirtProvision.Core.Documents;
using VirtProvision.Core.Hosts;
using VirtProvision.Core.Kinds;
using VirtProvision.Core.Schemas;
using VirtProvision.Core.Text;

namespace VirtProvision.Core.Templates;

/// <summary>
/// What a domain gets when it is made and its spec is silent, as <c>domain/defaults.yaml</c> says. Never applied to one that exists: there only what the spec
/// says is enforced.
/// </summary>
public sealed class DefaultRules
{
    private static readonly Lazy<DefaultRules> s_embedded = new(static () => new DefaultRules(
        DefaultRuleReader.Read(new SourceFile("schemas/domain/defaults.yaml", KindFiles.Read("domain/defaults.yaml")!), Domain),
        Domain));

    private readonly ImmutableArray<DefaultRule> _rules;
    private readonly SchemaShape _spec;

    internal DefaultRules(ImmutableArray<DefaultRule> rules, SchemaShape spec) => (_rules, _spec) = (rules, spec);

    private static SchemaShape Domain => SchemaCatalog.Embedded.SpecOf(ResourceKind.Domain);

    /// <summary>The spec of a domain to be made, with every default written in. The disks have their target names.</summary>
    public static MappingNode Apply(MappingNode spec, HostFacts host) => DiskTargets.Assign(s_embedded.Value.ApplyTo(spec, host));

    /// <summary>The spec of a domain that exists, with the defaults that its devices would be made with. Target names are left open: the host's own disks have some.</summary>
    public static MappingNode ApplyToDevices(MappingNode spec, HostFacts host) => s_embedded.Value.ApplyTo(spec, host);

    internal MappingNode ApplyTo(MappingNode spec, HostFacts host)
    {
        var hostScope = new TemplateScope(null, "host", HostModel.Of(host, spec.Span));
        foreach (var rule in _rules)
        {
            spec = rule.Apply(spec, hostScope.With("spec", new ModelObject(spec, _spec)));
        }

        return spec;
    }
}
