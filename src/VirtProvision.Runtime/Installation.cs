using System.Collections.Frozen;
using System.Xml.Linq;
using VirtProvision.Core.Defaults;
using VirtProvision.Core.Diagnostics;
using VirtProvision.Core.Documents;
using VirtProvision.Core.Hosts;
using VirtProvision.Core.Installing;
using VirtProvision.Core.Kinds;
using VirtProvision.Core.Osinfo;
using VirtProvision.Core.Planning;
using VirtProvision.Core.Resources;
using VirtProvision.Core.Schemas;
using VirtProvision.Core.Templates;
using VirtProvision.Libvirt.Errors;
using VirtProvision.Runtime.Applying;
using VirtProvision.Runtime.Hypervisors;
using VirtProvision.Runtime.Installing;
using VirtProvision.Runtime.Osinfo;

namespace VirtProvision.Runtime;

/// <summary>Makes one new domain and installs it: what virt-install does, by the steps of the pipeline.</summary>
public sealed class Installation(IHostConnector host, TemplateRenderer renderer, PipelineTools tools) : IAsyncDisposable
{
    private EarlyConnection? _connection;

    // https://specifications.freedesktop.org/basedir-spec/latest/
    private static string SessionImages => Path.Combine(
        Environment.GetEnvironmentVariable("XDG_DATA_HOME") is { Length: > 0 } data ? data : Path.Combine(Environment.GetEnvironmentVariable("HOME") ?? "/", ".local", "share"),
        "libvirt",
        "images");

    /// <summary>Greets the host while there is other work to do; the answer, or its refusal, is looked at by <see cref="PrepareAsync"/>.</summary>
    public void BeginConnecting(CancellationToken cancellationToken) => Connect(cancellationToken);

    public async ValueTask DisposeAsync()
    {
        if (_connection is { } connection)
        {
            await connection.DisposeAsync().ConfigureAwait(false);
        }
    }

    /// <summary>Decides everything, and changes nothing.</summary>
    public async Task<PreparedInstallation> PrepareAsync(InstallRequest request, CancellationToken cancellationToken)
    {
        var diagnostics = new DiagnosticBag();
        var spool = new Spool();
        var connection = Connect(cancellationToken);
        request = InstallImages.Resolve(request, diagnostics, out var images);
        BeginReadingRules(request);
        var finding = Task.Run(() => SystemsFor(request), cancellationToken);
        try
        {
            var reader = await connection.Reader.ConfigureAwait(false);
            var facts = await reader.ReadFactsAsync(cancellationToken).ConfigureAwait(false);
            var systems = await finding.ConfigureAwait(false);
            var creator = new DomainCreator(renderer, reader, facts, systems, spool, tools.NewId);
            var method = InstallMethod.Of(request.Spec, new DiagnosticBag());
            var domain = method.Reinstalled is null
                ? await creator.CreateAsync(RequestOf(request, facts), diagnostics, cancellationToken).ConfigureAwait(false)
                : await new Reinstallation(reader, facts, systems, spool, diagnostics).DecideAsync(RequestOf(request, facts), method, cancellationToken).ConfigureAwait(false);
            domain = domain is null ? null : domain with { Needs = [.. images, .. domain.Needs] };
            var look = domain is null || diagnostics.HasErrors
                ? new HostLook(ResourceGraph.Empty, diagnostics)
                : await PlanAsync(domain, request, reader, diagnostics, cancellationToken).ConfigureAwait(false);
            return new PreparedInstallation(domain, look with { Spool = spool });
        }
        catch (LibvirtException exception)
        {
            diagnostics.Add(HostDiagnostics.CannotRead(host.Uri, exception));
            return new PreparedInstallation(null, new HostLook(ResourceGraph.Empty, diagnostics) { Spool = spool });
        }
        finally
        {
            connection.BeginClose();
        }
    }

    private EarlyConnection Connect(CancellationToken cancellationToken) => _connection ??= new EarlyConnection(host, cancellationToken);

    // Reading the rules and compiling the templates takes as long as the host takes to answer, so both happen at once: the spec is decided for a usual host, and
    // the outcome forgotten. Whoever needs a file that is being read waits for it.
    private void BeginReadingRules(InstallRequest request) => _ = Task.Run(() =>
    {
        var none = ImmutableSortedDictionary<string, string>.Empty;
        var spec = DefaultRules.Apply(request.Spec, HostFacts.Usual, OsFacts.Generic);
        renderer.Render(new ResourceSpec(new ResourceId(ResourceKind.Domain, ""), none, none, spec, request.Span), new DiagnosticBag());
    });

    // What the database has read it keeps.
    private static OsDatabase SystemsFor(InstallRequest request)
    {
        var systems = new OsDatabase(OsDatabaseFolders.FromEnvironment());
        if (OsRequest.From(request.Spec).Name is { } name)
        {
            systems.Find(name);
        }

        return systems;
    }

    /// <summary>Makes what was prepared and starts it.</summary>
    public async Task<ApplyResult> RunAsync(PreparedInstallation prepared, IProgress<ApplyProgress>? progress, CancellationToken cancellationToken)
    {
        var result = await new PlanApplication(host, tools, progress).RunAsync(prepared.Look, new ApplyOptions(), cancellationToken).ConfigureAwait(false);
        return result.Report is { Succeeded: false } report
            ? result with { Diagnostics = [.. result.Diagnostics, .. await InstallRollback.RunAsync(host, report).ConfigureAwait(false)] }
            : result;
    }

    private async Task<HostLook> PlanAsync(
        NewDomain domain, InstallRequest request, IHypervisorReader reader, DiagnosticBag diagnostics, CancellationToken cancellationToken)
    {
        var graph = ResourceGraphBuilder.Build(domain.AllNeeds, SchemaCatalog.Embedded, diagnostics);
        graph = new ResourceGraph([.. graph.Resources, domain.Domain], graph.Dependencies.SetItem(domain.Domain.Id, [.. domain.AllNeeds.Select(static need => need.Id)]));
        ImmutableArray<ResourceId> declared = [.. graph.Resources.Select(static spec => spec.Id)];
        var observed = await reader.ObserveAsync(new ObservationRequest(declared, [], []), cancellationToken).ConfigureAwait(false);
        var look = new HostLook(graph, diagnostics) { Observed = observed, Uploads = domain.Uploads, Passwords = domain.Password is { } password ? [password] : [] };
        if (domain.Reinstalls is null && observed.Find(domain.Domain.Id) is not null)
        {
            diagnostics.Add(InstallDiagnostics.NameTaken(domain.Domain.Span, domain.Domain.Id.Name));
            return look;
        }

        var rendered = graph.Resources.ToFrozenDictionary(static spec => spec.Id, spec => Rendered(spec, domain, request, renderer, diagnostics));
        var input = new PlannerInput(graph, rendered, observed);
        var plan = Planner.Plan(input, diagnostics);
        return look with { Plan = domain.Reinstalls is null ? plan : new Plan([.. plan.Changes.Select(change => change.Id == domain.Domain.Id ? Restart(domain) : change)]) };
    }

    // Nothing of the domain changes but that it starts.
    private static ResourceChange Restart(NewDomain domain) =>
        new(domain.Domain.Id, ChangeAction.NoOp, [], [new StateChange(Planner.Running, Before: false, After: true)], Disruption.None, [], domain.Desired, DefineXml: null) { Install = domain.InstallStart };

    private static CreationRequest RequestOf(InstallRequest request, HostFacts facts)
    {
        var name = request.Name ?? ScalarNode.String(request.Span, "");
        var none = ImmutableSortedDictionary<string, string>.Empty;
        var spec = request.Spec["running"] is null ? request.Spec.With("running", ScalarNode.Boolean(request.Span, true)) : request.Spec;
        return new CreationRequest(new ResourceSpec(new ResourceId(ResourceKind.Domain, name.Text), none, none, spec, name.Span))
        {
            ChoosesName = request.Name is null,
            NeedsMethod = request.NeedsMethod,
            Freezes = true,
            Unknown = null,
            User = request.User,
            Trace = request.Trace,
            Devices = facts.IsSession && facts.IsLocal ? request.Devices with { ImagesFolder = SessionImages } : request.Devices,
        };
    }

    private static RenderedResource Rendered(ResourceSpec spec, NewDomain domain, InstallRequest request, TemplateRenderer renderer, DiagnosticBag diagnostics)
    {
        if (spec.Id != domain.Domain.Id)
        {
            return new RenderedResource(renderer.Render(spec, diagnostics) ?? new XElement(spec.Id.Kind.RootElement), Creation: null);
        }

        var install = domain.InstallStart ?? (request.IsTransient ? new InstallStart(domain.Final, []) : null);
        return new RenderedResource(domain.Desired, domain.Final) { Install = install is null ? null : install with { IsTransient = request.IsTransient } };
    }
}
