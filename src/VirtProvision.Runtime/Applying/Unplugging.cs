using System.Xml.Linq;
using VirtProvision.Core.Resources;
using VirtProvision.Core.Xml;
using VirtProvision.Runtime.Hypervisors;

namespace VirtProvision.Runtime.Applying;

/// <summary>
/// Takes a device out of a running guest. libvirt only asks the guest: its success says nothing, and a guest that does not answer keeps the device without a word.
/// So the events are heard from before the call on, and the running XML has the last word.
/// </summary>
internal static class Unplugging
{
    /// <returns>Why the device is still there; null when it is gone.</returns>
    public static async Task<string?> RunAsync(
        IHypervisor host, ResourceId domain, IUnplugWatch watch, XElement device, TimeSpan deadline, TimeProvider time, CancellationToken cancellationToken)
    {
        var begin = time.GetTimestamp();
        await host.DetachDeviceAsync(domain, XmlText.Write(device), CancellationToken.None).ConfigureAwait(false);
        var alias = device.Element("alias")?.Attribute("name")?.Value;
        if (alias is null || !await IsThereAsync(host, domain, device.Name, alias).ConfigureAwait(false))
        {
            return null;
        }

        var left = deadline - time.GetElapsedTime(begin);
        var answer = await watch.WaitAsync(alias, left > TimeSpan.Zero ? left : TimeSpan.Zero, cancellationToken).ConfigureAwait(false);
        return !await IsThereAsync(host, domain, device.Name, alias).ConfigureAwait(false) ? null
            : answer is UnplugAnswer.Refused ? "the guest refused to give the device up"
            : $"the guest did not give the device up within {deadline.TotalSeconds:0} s";
    }

    private static async Task<bool> IsThereAsync(IHypervisor host, ResourceId domain, XName name, string alias) =>
        await host.ReadXmlAsync(domain, XmlView.Live, CancellationToken.None).ConfigureAwait(false) is { } live
        && live.Elements("devices").Elements(name).Any(item => item.Element("alias")?.Attribute("name")?.Value == alias);
}
