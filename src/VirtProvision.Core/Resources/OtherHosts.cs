using VirtProvision.Core.Diagnostics;
using VirtProvision.Core.Documents;
using VirtProvision.Core.Fleet;
using VirtProvision.Core.Kinds;
using VirtProvision.Core.Text;

namespace VirtProvision.Core.Resources;

/// <summary>Leads what starts from a volume of another host, which it names by a Host or a URI, to the image that this is: a volume of a URI.</summary>
internal sealed class OtherHosts(ImmutableArray<DeclaredHost> hosts, DiagnosticBag diagnostics)
{
    private const string Member = "host";

    public ResourceSpec Lead(ResourceSpec spec)
    {
        if (spec.Id.Kind == ResourceKind.StorageVolume)
        {
            return spec.Spec["source"] is MappingNode source && source[Member] is ScalarNode name
                ? spec with { Spec = spec.Spec.With("source", WithUri(source, name)) }
                : spec;
        }

        if (spec.Id.Kind != ResourceKind.Domain || spec.Spec["disks"] is not SequenceNode disks || !disks.Items.Any(static disk => HostOf(disk) is not null))
        {
            return spec;
        }

        return spec with { Spec = spec.Spec.With("disks", disks with { Items = [.. disks.Items.Select(LeadDisk)] }) };
    }

    private static ScalarNode? HostOf(DocumentNode disk) => ((disk as MappingNode)?["from"] as MappingNode)?[Member] as ScalarNode;

    private DocumentNode LeadDisk(DocumentNode node)
    {
        if (HostOf(node) is not { } name || node is not MappingNode disk || disk["from"] is not MappingNode start)
        {
            return node;
        }

        if ((start["image"] ?? start["domain"] ?? start["path"]) is not null)
        {
            diagnostics.Add(ResourceDiagnostics.TwoStarts(start.Span));
            return disk;
        }

        string[] ofImage = [Member, "volume", "pool", "sha256", "format"];
        var image = WithUri(start with { Entries = start.Entries.RemoveAll(entry => !ofImage.Contains(entry.Key.Text)) }, name);
        var rest = start with { Entries = start.Entries.RemoveAll(entry => ofImage.Contains(entry.Key.Text)) };
        return disk.With("from", rest.With("image", image));
    }

    private MappingNode WithUri(MappingNode around, ScalarNode name)
    {
        var uri = hosts.FirstOrDefault(host => host.Name == name.Text)?.Uri ?? name.Text;
        if (uri == name.Text && !uri.Contains("://", StringComparison.Ordinal))
        {
            diagnostics.Add(FleetDiagnostics.UnknownHost(name.Span, name.Text, Nearest.To(name.Text, hosts.Select(static host => host.Name))));
        }

        return around.Without(Member).With("uri", ScalarNode.String(name.Span, uri));
    }
}
