using VirtProvision.Core.Documents;
using VirtProvision.Core.Resources;
using VirtProvision.Core.Schemas;

namespace VirtProvision.Runtime.Applying;

/// <summary>What a domain's spec says of being shut down: <c>shutdown: {timeout: 5min, force: true}</c>.</summary>
/// <param name="Timeout">How long its guest may take; null where the spec doesn't say.</param>
/// <param name="Force">Its power may be cut when the guest takes longer.</param>
internal sealed record ShutdownWish(TimeSpan? Timeout, bool Force)
{
    public static ShutdownWish Of(ResourceSpec? spec)
    {
        var shutdown = spec?.Spec["shutdown"] as MappingNode;
        return new ShutdownWish(
            shutdown?.TextOf("timeout") is { } text && Quantity.TryParse(text, out var quantity) ? TimeSpan.FromMilliseconds((double)quantity!.In(QuantityUnit.Find("ms")!)) : null,
            shutdown?["force"] is ScalarNode { IsTrue: true });
    }
}
