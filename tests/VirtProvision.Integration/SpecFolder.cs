using VirtProvision.Core.Planning;
using VirtProvision.Core.Templates;
using VirtProvision.Libvirt;
using VirtProvision.Libvirt.Rpc;
using VirtProvision.Runtime;
using VirtProvision.Runtime.Applying;
using VirtProvision.Runtime.Hypervisors;
using VirtProvision.Runtime.Workspaces;

namespace VirtProvision.Integration;

/// <summary>A folder of specs, and the commands on it as a user would give them.</summary>
internal sealed class SpecFolder(string path)
{
    public string Path { get; } = Directory.CreateDirectory(path).FullName;

    /// <summary>Every procedure that was called, over all connections.</summary>
    public List<RemoteProcedure> Calls { get; } = [];

    public string Uri { get; set; } = LibvirtDaemon.Qemu;

    /// <summary>Happens between the plan and the changes.</summary>
    public Func<Task> Asked { get; set; } = static () => Task.CompletedTask;

    public IProgress<ApplyProgress>? Progress { get; set; }

    public IEnumerable<RemoteProcedure> Writes
    {
        get
        {
            lock (Calls)
            {
                return [.. Calls.Where(RemoteProcedureAccess.IsWrite)];
            }
        }
    }

    private Pipeline Pipeline => new(new WorkspaceOptions { Paths = [Path] }, TemplateRenderer.Embedded, PipelineTools.Default);

    private LibvirtConnector Host => new(Uri, new LibvirtConnectOptions { CallObserver = Record });

    public void Write(string yaml, string name = "specs.yaml") => File.WriteAllText(System.IO.Path.Combine(Path, name), yaml);

    public ValidateResult Validate() => Pipeline.Validate(default);

    public RenderResult Render() => Pipeline.RenderAsync(host: null, default).GetAwaiter().GetResult();

    public Task<PlanResult> PlanAsync() => Pipeline.PlanAsync(Host, default);

    public Task<ApplyResult> ApplyAsync(ApplyOptions? options = null, CancellationToken cancellationToken = default) =>
        Pipeline.ApplyAsync(Host, options ?? new ApplyOptions(), async (_, _) =>
        {
            await Asked();
            return true;
        }, Progress, cancellationToken);

    public Task<ApplyResult> DestroyAsync(DestroyOptions? options = null) =>
        Pipeline.DestroyAsync(Host, options ?? new DestroyOptions { ShutdownDeadline = TimeSpan.Zero }, static (_, _) => Task.FromResult(true), Progress, default);

    /// <summary>Applies, and fails the test with every finding when that did not succeed.</summary>
    public async Task<ApplyResult> MustApplyAsync(ApplyOptions? options = null)
    {
        var result = await ApplyAsync(options);
        Assert.True(!result.HasErrors && result.Report is { Succeeded: true }, Findings(result));
        return result;
    }

    /// <summary>Plans, and fails the test when there is anything to do.</summary>
    public async Task MustBeUnchangedAsync()
    {
        var result = await PlanAsync();
        Assert.False(result.HasErrors, Findings(result));
        Assert.False(result.Plan!.HasChanges, Changes(result.Plan));
    }

    public static string Findings(PipelineResult result) => string.Join('\n', result.Diagnostics.Select(static finding => $"{finding.Span}: {finding.Code} {finding.Detail}"));

    public static string Changes(Plan plan) => string.Join('\n', plan.Changes.Where(static change => !change.IsNoOp).Select(static change =>
        $"{change.Action} {change.Id} {change.Disruption}: {string.Join(", ", change.Fields.Select(static field => $"{field.Path}: {field.Before} -> {field.After} ({field.Effect})"))} {string.Join(", ", change.States)}"));

    private void Record(RemoteProcedure procedure)
    {
        lock (Calls)
        {
            Calls.Add(procedure);
        }
    }
}
