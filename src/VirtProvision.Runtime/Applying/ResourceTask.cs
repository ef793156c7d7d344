using VirtProvision.Core.Diagnostics;
using VirtProvision.Core.Planning;
using VirtProvision.Core.Text;

namespace VirtProvision.Runtime.Applying;

/// <summary>What is to be done about one resource.</summary>
/// <param name="Span">Where the resource is declared.</param>
/// <param name="TakesBack">Nobody will run the same again to go on: what was done is taken back when the run is stopped, too.</param>
/// <param name="Refusal">Why nothing is done though the plan has a change: it costs more than allowed.</param>
public sealed record ResourceTask(ResourceChange Change, TextSpan? Span, ImmutableArray<Operation> Operations, Diagnostic? Refusal = null, bool TakesBack = false);
