using VirtProvision.Runtime.Applying;

namespace VirtProvision.Runtime.Fleet;

/// <summary>Tells of which host the progress is.</summary>
internal sealed class HostProgress(IProgress<ApplyProgress> progress, string host) : IProgress<ApplyProgress>
{
    public void Report(ApplyProgress value) => progress.Report(value with { Host = host });
}
