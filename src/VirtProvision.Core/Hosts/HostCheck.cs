namespace VirtProvision.Core.Hosts;

public enum CheckState
{
    Ok,
    Warning,
    Failed,
}

/// <summary>One thing that works on a host, or does not.</summary>
/// <param name="Subject">What was looked at: <c>kvm</c>, <c>pool default</c> …</param>
/// <param name="Text">What was found.</param>
/// <param name="Remedy">What to do; null where there is nothing to do.</param>
public sealed record HostCheck(string Subject, CheckState State, string Text, string? Remedy = null);
