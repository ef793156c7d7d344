using VirtProvision.Core.Diagnostics;
using VirtProvision.Core.Documents;
using VirtProvision.Core.Hosts;
using VirtProvision.Core.Kinds;
using VirtProvision.Core.Osinfo;
using VirtProvision.Core.Schemas;
using VirtProvision.Core.Templates;

namespace VirtProvision.Core.Defaults;

/// <summary>
/// What a domain gets when it is made and its spec is silent, as <c>domain/defaults.yaml</c> says. Never applied to one that exists: there only what the spec
/// says is enforced. A spec with <c>defaults: none</c> stays as it is.
/// </summary>
public static class DefaultRules
{
    private static readonly Lazy<DefaultRuleFiles> s_files = new(static () => new DefaultRuleFiles(Domain));

    private static SchemaShape Domain => SchemaCatalog.Embedded.SpecOf(ResourceKind.Domain);

    /// <summary>
    /// The spec with what runs the domain: type, architecture, machine, emulator and the kind of its system. Needs no <see cref="HostFacts.Domain"/>, which can be
    /// asked for once these are known.
    /// </summary>
    /// <param name="diagnostics">Told when the host runs no such domain; null where that is nobody's fault, as in rendering for no host in particular.</param>
    public static MappingNode ChooseMachine(MappingNode spec, HostFacts host, OsFacts os, RuleTrace? trace = null, DiagnosticBag? diagnostics = null)
    {
        if (diagnostics is not null && GuestChoice.Of(spec, host.Capabilities) is null)
        {
            diagnostics.Add(DefaultDiagnostics.NoSuchGuest(spec, host.Capabilities));
        }

        return Run(s_files.Value.ChooseMachine, spec, new DefaultContext(host, os, IsNew: true), trace);
    }

    /// <summary>The spec of a domain to be made, with every default written in. The disks have their target names.</summary>
    /// <param name="spec">Disks say where their content is and of which type and format.</param>
    /// <param name="host">With what is known of the machine.</param>
    /// <param name="user">Who makes it, where that can matter; a display on the user's own screen is the only thing that depends on it.</param>
    /// <param name="diagnostics">Told what the domain cannot do without and does not have, and what the host does not have for it.</param>
    public static MappingNode Apply(MappingNode spec, HostFacts host, OsFacts os, RuleTrace? trace = null, UserFacts? user = null, DiagnosticBag? diagnostics = null)
    {
        var completed = ApplyAll(spec, new DefaultContext(host, os, IsNew: true) { User = user, Diagnostics = diagnostics }, trace);
        if (diagnostics is not null)
        {
            DefaultChecks.Check(completed, diagnostics);
        }

        return completed;
    }

    /// <summary>Whether the domain gets a named CPU model, to which <see cref="HostFacts.CpuSecurityFeatures"/> are added: the host is asked for them only then.</summary>
    public static bool NamesCpu(MappingNode spec, HostFacts host, OsFacts os)
    {
        var cpu = spec.MappingAt("cpu");
        return cpu["model"] is not null || cpu.TextOf("mode") is "host-copy" or "host-model-only"
            || (cpu["mode"] is null && host.Domain is { Cpu.IsPassthroughMigratable: false } && WithCpu().MappingAt("cpu")["model"] is not null);

        MappingNode WithCpu()
        {
            var context = new DefaultContext(host, os, IsNew: true);
            return Run(s_files.Value.ChooseCpu, Run(s_files.Value.ChooseMachine, spec, context, trace: null), context, trace: null);
        }
    }

    /// <summary>The spec of a domain that exists, with the defaults that its devices would be made with. Target names are left open: the host's own disks have some.</summary>
    public static MappingNode ApplyToDevices(MappingNode spec, HostFacts host, OsFacts os) => ApplyAll(spec, new DefaultContext(host, os, IsNew: false), trace: null);

    private static MappingNode ApplyAll(MappingNode spec, DefaultContext context, RuleTrace? trace) =>
        Run(s_files.Value.Complete, Run(s_files.Value.ChooseMachine, spec, context, trace), context, trace);

    // What a host says of another architecture's machines is nothing to go by.
    private static DomainCapabilities? MachineOf(MappingNode spec, HostFacts host) =>
        host.Domain?.Arch is null || host.Domain.Arch == spec.TextOf("arch") ? host.Domain : null;

    private static MappingNode Run(ImmutableArray<Lazy<ImmutableArray<DefaultRule>>> files, MappingNode spec, DefaultContext context, RuleTrace? trace)
    {
        if (spec.TextOf("defaults") is "none")
        {
            return spec;
        }

        var facts = new TemplateScope(null, "host", HostTable.Host.Of(() => context.Host))
            .With("user", UserModel.Table.Of(() => context.User));
        foreach (var rule in files.SelectMany(static file => file.Value))
        {
            var current = spec;
            var scope = facts
                .With("guest", GuestModel.Table.Of(() => GuestChoice.Of(current, context.Host.Capabilities)))
                .With("os", OsModel.Table.Of(() => new OsModel(context.Os, current.TextOf("arch") ?? context.Host.Capabilities.HostArch)))
                .With("domcaps", HostTable.Domain.Of(() => MachineOf(current, context.Host)))
                .With("spec", new ModelObject(current, Domain));
            spec = rule.Apply(current, scope, context);
            trace?.Record(rule, current, spec);
        }

        return spec;
    }
}
