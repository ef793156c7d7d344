using VirtProvision.Core.Diagnostics;
using VirtProvision.Libvirt.Errors;

namespace VirtProvision.Runtime.Hypervisors;

/// <summary>What stands in for libvirt can't be read, and says itself why: it fails as libvirt's connections do, so that whoever asks needs no second net.</summary>
public sealed class UnreadableHostException(Diagnostic finding) : LibvirtException(finding.Detail)
{
    public Diagnostic Finding { get; } = finding;
}
