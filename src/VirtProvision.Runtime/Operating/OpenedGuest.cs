using System.Xml.Linq;
using VirtProvision.Core.Diagnostics;
using VirtProvision.Core.Kinds;
using VirtProvision.Core.Resources;
using VirtProvision.Libvirt.Errors;
using VirtProvision.Runtime.Editing;
using VirtProvision.Runtime.Hypervisors;

namespace VirtProvision.Runtime.Operating;

/// <summary>One domain and the connection to it: its console, its screen.</summary>
public sealed class OpenedGuest : IAsyncDisposable
{
    private readonly IHypervisor _host;
    private readonly string _uri;

    private OpenedGuest(IHypervisor host, string uri, ListedDomain domain)
    {
        (_host, _uri) = (host, uri);
        Domain = new ResourceId(ResourceKind.Domain, domain.Name);
        IsRunning = domain.IsActive;
    }

    public ResourceId Domain { get; }

    /// <summary>Whether it ran when it was found.</summary>
    public bool IsRunning { get; }

    /// <summary>Null when there is no such domain, or more than one, as the bag then says.</summary>
    /// <param name="name">A name, UUID or id, or a pattern that one domain has.</param>
    public static async Task<OpenedGuest?> FindAsync(IHostConnector host, string name, DiagnosticBag diagnostics, CancellationToken cancellationToken)
    {
        IHypervisor? hypervisor = null;
        try
        {
            hypervisor = await host.ConnectAsync(cancellationToken).ConfigureAwait(false);
            var found = DomainFinder.Find(new DomainSelection([name], All: false), await hypervisor.ListDomainsAsync(cancellationToken).ConfigureAwait(false), host.Uri, diagnostics);
            if (found is [var domain])
            {
                var guest = new OpenedGuest(hypervisor, host.Uri, domain);
                hypervisor = null;
                return guest;
            }

            if (found.Length > 1)
            {
                diagnostics.Add(OperatingDiagnostics.SeveralDomains(name, found.Select(static one => one.Name)));
            }
        }
        catch (LibvirtException exception)
        {
            diagnostics.Add(HostDiagnostics.CannotRead(host.Uri, exception));
        }
        finally
        {
            if (hypervisor is not null)
            {
                await hypervisor.DisposeAsync().ConfigureAwait(false);
            }
        }

        return null;
    }

    /// <summary>Null when it can't be opened, as the bag then says.</summary>
    public async Task<Stream?> OpenConsoleAsync(string? device, bool force, DiagnosticBag diagnostics, CancellationToken cancellationToken)
    {
        try
        {
            return await _host.GuestControl.OpenConsoleAsync(Domain, device, force, cancellationToken).ConfigureAwait(false);
        }
        catch (LibvirtServerException exception)
        {
            diagnostics.Add(await IsOffAsync(cancellationToken).ConfigureAwait(false) ?? OperatingDiagnostics.NoConsole(Domain.Name, device, exception));
        }
        catch (LibvirtException exception)
        {
            diagnostics.Add(HostDiagnostics.CannotRead(_uri, exception));
        }

        return null;
    }

    /// <summary>Lets a guest go on that was started paused; false when it can't, as the bag then says.</summary>
    public async Task<bool> ResumeAsync(DiagnosticBag diagnostics, CancellationToken cancellationToken)
    {
        try
        {
            await _host.GuestControl.ResumeAsync(Domain, cancellationToken).ConfigureAwait(false);
            return true;
        }
        catch (LibvirtServerException exception)
        {
            diagnostics.Add(OperatingDiagnostics.NotResumed(Domain.Name, exception));
        }
        catch (LibvirtException exception)
        {
            diagnostics.Add(HostDiagnostics.CannotRead(_uri, exception));
        }

        return false;
    }

    /// <summary>Null when there is none, as the bag then says.</summary>
    public async Task<GuestPicture?> TakePictureAsync(int screen, DiagnosticBag diagnostics, CancellationToken cancellationToken)
    {
        try
        {
            return await _host.GuestControl.TakePictureAsync(Domain, screen, cancellationToken).ConfigureAwait(false);
        }
        catch (LibvirtServerException exception)
        {
            diagnostics.Add(await IsOffAsync(cancellationToken).ConfigureAwait(false) ?? OperatingDiagnostics.NoPicture(Domain.Name, exception));
        }
        catch (LibvirtException exception)
        {
            diagnostics.Add(HostDiagnostics.CannotRead(_uri, exception));
        }

        return null;
    }

    /// <summary>Where the guest shows its screen; null when it does not, as the bag then says.</summary>
    public async Task<GraphicsDisplay?> FindDisplayAsync(DiagnosticBag diagnostics, CancellationToken cancellationToken)
    {
        try
        {
            // With its passwords only to know whether there is one.
            XElement? live = await _host.ReadXmlAsync(Domain, XmlView.LiveWithSecrets, cancellationToken).ConfigureAwait(false);
            if (live is null)
            {
                diagnostics.Add(OperatingDiagnostics.NotRunning(Domain.Name));
            }
            else if (GraphicsDisplay.Of(live) is { } display)
            {
                return display;
            }
            else
            {
                diagnostics.Add(OperatingDiagnostics.NoGraphics(Domain.Name));
            }
        }
        catch (LibvirtException exception)
        {
            diagnostics.Add(HostDiagnostics.CannotRead(_uri, exception));
        }

        return null;
    }

    public ValueTask DisposeAsync() => _host.DisposeAsync();

    private async Task<Diagnostic?> IsOffAsync(CancellationToken cancellationToken) =>
        await _host.IsActiveAsync(Domain, cancellationToken).ConfigureAwait(false) ? null : OperatingDiagnostics.NotRunning(Domain.Name);
}
