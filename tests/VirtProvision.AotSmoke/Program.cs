using VirtProvision.Libvirt;
using VirtProvision.Libvirt.Errors;
using VirtProvision.Libvirt.Protocol;
using VirtProvision.Libvirt.Transports;

// aot-smoke [PREFIX [URI]]: reads the inactive XML of every domain whose name begins so, all calls in flight at once.
var prefix = args.Length > 0 ? args[0] : "";
var uri = args.Length > 1 ? args[1] : "qemu:///system";
try
{
    await using var client = await LibvirtClient.ConnectAsync(LibvirtUri.Parse(uri), LibvirtConnectOptions.Default with { ReadOnly = true });
    var domains = await client.ListDomainsAsync();
    var wanted = domains.Where(domain => domain.Name.StartsWith(prefix, StringComparison.Ordinal));
    var read = await Task.WhenAll(wanted.Select(domain => client.GetDomainXmlAsync(domain, DomainXmlFlags.Inactive)));
    Console.WriteLine($"{read.Length} domains, {read.Sum(static xml => (long)xml.Length)} characters");
    return 0;
}
catch (LibvirtException exception)
{
    await Console.Error.WriteLineAsync($"aot-smoke: {exception.Message}");
    return 1;
}
