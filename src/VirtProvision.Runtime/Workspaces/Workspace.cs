using VirtProvision.Core.Diagnostics;
using VirtProvision.Core.Documents;
using VirtProvision.Core.Fleet;
using VirtProvision.Core.Resources;
using VirtProvision.Core.Text;

namespace VirtProvision.Runtime.Workspaces;

/// <summary>The specs of a run, read and checked as far as that goes without a host.</summary>
/// <param name="Graph">The resources that are valid; with targets, those and what they need. Where they belong to several hosts, those of the connection's.</param>
/// <param name="Declared">All that are valid, whatever the targets.</param>
/// <param name="Files">Every file that was read, in order.</param>
/// <param name="Diagnostics">Every finding, in the order of the files and their lines.</param>
public sealed record Workspace(ResourceGraph Graph, ResourceGraph Declared, ImmutableArray<SourceFile> Files, ImmutableArray<Diagnostic> Diagnostics)
{
    // Below this the threads cost more than they bring.
    private const int FewFiles = 8;

    /// <summary>What the specs fetch from elsewhere.</summary>
    public ImmutableArray<DeclaredImage> Images { get; init; } = [];

    /// <summary>The hosts that the specs declare.</summary>
    public ImmutableArray<DeclaredHost> Hosts { get; init; } = [];

    /// <summary>What belongs to each host that something belongs to.</summary>
    public ImmutableArray<HostSpecs> Shares { get; init; } = [];

    /// <summary>Whether everything is for the host of the connection.</summary>
    public bool IsOfOneHost => Shares is [{ Host: null }];

    /// <summary>What one host gets. Findings are those of the whole, and stay there.</summary>
    public Workspace At(HostSpecs share) => this with { Graph = share.Graph, Declared = share.Declared, Images = share.Images, Shares = [share], Diagnostics = [] };

    public bool HasErrors => Diagnostics.Any(static diagnostic => diagnostic.IsError);

    public static Workspace Load(WorkspaceOptions options, CancellationToken cancellationToken = default)
    {
        var diagnostics = new DiagnosticBag();
        var loader = new SpecLoader(options.OpenStandardInput);
        var values = new ValuesReader(loader, diagnostics);
        var variables = values.Read(options);
        var paths = SpecLoader.Find(options.Paths, options.ValuesFiles, diagnostics);
        if (options.Paths.IsEmpty)
        {
            diagnostics.Add(WorkspaceDiagnostics.NoPaths());
        }

        var specs = new FileSpecs[paths.Length];
        if (paths.Length <= FewFiles)
        {
            for (var i = 0; i < specs.Length; i++)
            {
                specs[i] = FileSpecs.Read(paths[i], loader, variables, options.Schemas);
            }
        }
        else
        {
            Parallel.For(0, specs.Length, new ParallelOptions { CancellationToken = cancellationToken }, i =>
                specs[i] = FileSpecs.Read(paths[i], loader, variables, options.Schemas));
        }

        foreach (var file in specs)
        {
            diagnostics.AddRange(file.Diagnostics);
        }

        values.ReportUnused(variables, specs.SelectMany(static file => file.UsedVariables));
        ImmutableArray<ResourceSpec> resources = [.. specs.SelectMany(static file => file.Resources)];
        var hosts = HostShare.HostsOf(resources, diagnostics);
        var divided = HostShare.Divide(resources, [.. specs.SelectMany(static file => file.ReplicaSets)], hosts, diagnostics);
        var shares = new HostGraphs(options, new LockFiles(loader, diagnostics)).BuildAll(divided, diagnostics);
        var first = shares.FirstOrDefault(static share => share.Host is null);
        ImmutableArray<SourceFile> files = [.. values.Files, .. specs.Select(static file => file.Source).OfType<SourceFile>()];
        return new Workspace(first?.Graph ?? ResourceGraph.Empty, first?.Declared ?? ResourceGraph.Empty, files, Sort(diagnostics, files))
        {
            Images = shares is [var only] ? only.Images : [.. shares.SelectMany(static share => share.Images).DistinctBy(static image => (image.Source, image.Name, image.Pool))],
            Hosts = hosts,
            Shares = shares,
        };
    }

    // What has no file (a path that does not exist, an option) comes first.
    private static ImmutableArray<Diagnostic> Sort(DiagnosticBag diagnostics, ImmutableArray<SourceFile> files)
    {
        if (diagnostics.Count is 0)
        {
            return [];
        }

        var ranks = new Dictionary<SourceFile, int>(files.Length);
        foreach (var file in files)
        {
            ranks.TryAdd(file, ranks.Count + 1);
        }

        return [.. diagnostics
            .OrderBy(diagnostic => diagnostic.Span is { } span ? ranks.GetValueOrDefault(span.File) : 0)
            .ThenBy(static diagnostic => diagnostic.Span?.Start ?? default)];
    }
}
