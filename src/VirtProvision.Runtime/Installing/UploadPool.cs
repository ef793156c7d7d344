using VirtProvision.Core.Documents;
using VirtProvision.Core.Hosts;
using VirtProvision.Core.Installing.Devices;
using VirtProvision.Core.Kinds;
using VirtProvision.Core.Resources;
using VirtProvision.Core.Text;
using VirtProvision.Runtime.Hypervisors;

namespace VirtProvision.Runtime.Installing;

/// <summary>The pool that takes what an installation uploads.</summary>
/// <param name="Folder">Where its volumes lie on the host.</param>
/// <param name="Made">The pool's spec, where it has to be made first.</param>
internal sealed record UploadPool(string Name, string Folder, ResourceSpec? Made = null)
{
    private const string Default = "default";

    /// <summary>The pool <c>default</c>, else any other that is a folder, else a new one.</summary>
    /// <param name="making">Pools that the domain brings with it.</param>
    public static async Task<UploadPool> ChooseAsync(
        IHypervisorReader? host, HostFacts facts, ImmutableArray<ResourceSpec> making, DeviceSettings settings, TextSpan span, CancellationToken cancellationToken)
    {
        var pools = host is null ? [] : await host.Inventory.PoolsAsync(cancellationToken).ConfigureAwait(false);
        var folders = pools.Where(static pool => pool is { Type: "dir", TargetPath: not null }).ToArray();
        if ((folders.FirstOrDefault(static pool => pool.Name is Default) ?? folders.FirstOrDefault(static pool => pool.IsActive)) is { } pool)
        {
            return new UploadPool(pool.Name, pool.TargetPath!);
        }

        if (making.FirstOrDefault(static spec => spec.Id is { Kind: var kind, Name: Default } && kind == ResourceKind.StoragePool) is { } made)
        {
            return new UploadPool(Default, (made.Spec["target"] as MappingNode)?.TextOf("path") ?? ImagesFolders.On(facts, settings));
        }

        var folder = ImagesFolders.On(facts, settings);
        var fresh = new ResourceSpec(
            new ResourceId(ResourceKind.StoragePool, Default),
            ImmutableSortedDictionary<string, string>.Empty,
            ImmutableSortedDictionary<string, string>.Empty,
            MappingNode.Empty(span)
                .With("type", ScalarNode.String(span, "dir"))
                .With("target", MappingNode.Empty(span).With("path", ScalarNode.String(span, folder)))
                .With("autostart", ScalarNode.Boolean(span, true)),
            span);
        return new UploadPool(Default, folder, fresh);
    }

    public string PathOf(string volume) => $"{Folder.TrimEnd('/')}/{volume}";
}
