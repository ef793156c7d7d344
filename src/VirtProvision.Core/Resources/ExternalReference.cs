using VirtProvision.Core.Text;

namespace VirtProvision.Core.Resources;

/// <summary>A reference to what no spec declares: it must be on the host already.</summary>
/// <param name="Place">Where it is named.</param>
/// <param name="By">The resource that needs it.</param>
public sealed record ExternalReference(ResourceId Id, TextSpan Place, ResourceId By);
