using VirtProvision.Core.Diagnostics;
using VirtProvision.Runtime.Applying;

namespace VirtProvision.Runtime.Editing;

/// <summary>What is to be done with an edited domain.</summary>
public sealed record EditTask(EditedDomain Domain, bool Defines, bool Updates, bool Starts)
{
    public bool Writes => Domain.Edited is not null && (Defines || Updates || Starts);
}

/// <summary>What came of editing domains.</summary>
/// <param name="Report">What was written; null when nothing was.</param>
public sealed record EditResult(ImmutableArray<EditedDomain> Domains, ApplyReport? Report, ImmutableArray<Diagnostic> Diagnostics)
{
    public bool HasErrors => Diagnostics.Any(static finding => finding.IsError) || Domains.Any(static domain => domain.Edited is null) || Report is { Succeeded: false };
}
