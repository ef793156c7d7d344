using VirtProvision.Core.Cloning;
using VirtProvision.Core.Diagnostics;
using VirtProvision.Core.Xml;
using VirtProvision.Libvirt.Errors;
using VirtProvision.Runtime.Applying;
using VirtProvision.Runtime.Hypervisors;

namespace VirtProvision.Runtime.Cloning;

/// <summary>The pools that clones need: made and started before anything else, and gone again where nobody needs them after.</summary>
internal sealed class ClonePools(IHypervisor host, ImmutableArray<ClonePool> pools)
{
    private readonly List<ClonePool> _made = [];

    /// <returns>Why one could not be had.</returns>
    public async Task<Diagnostic?> OpenAsync()
    {
        foreach (var pool in pools)
        {
            Operation operation = new StartResource(pool.Id);
            try
            {
                if (pool.Xml is { } xml)
                {
                    operation = new DefineNew(pool.Id, xml);
                    await host.DefineAsync(pool.Id, XmlText.Write(xml), CancellationToken.None).ConfigureAwait(false);
                    _made.Add(pool);
                    if (!pool.IsForRun)
                    {
                        operation = new BuildPool(pool.Id);
                        await host.BuildPoolAsync(pool.Id, CancellationToken.None).ConfigureAwait(false);
                        await host.SetAutostartAsync(pool.Id, true, CancellationToken.None).ConfigureAwait(false);
                    }
                }

                operation = new StartResource(pool.Id);
                await host.StartAsync(pool.Id, CancellationToken.None).ConfigureAwait(false);
            }
            catch (LibvirtServerException exception)
            {
                return ApplyDiagnostics.Refused(span: null, operation, exception);
            }
        }

        return null;
    }

    /// <param name="isUsed">Whether anything was made in the pools that stay.</param>
    public async Task<ImmutableArray<Diagnostic>> CloseAsync(bool isUsed)
    {
        var findings = ImmutableArray.CreateBuilder<Diagnostic>();
        foreach (var pool in _made.Where(pool => pool.IsForRun || !isUsed))
        {
            try
            {
                if (await host.IsActiveAsync(pool.Id, CancellationToken.None).ConfigureAwait(false))
                {
                    await host.StopAsync(pool.Id, CancellationToken.None).ConfigureAwait(false);
                }

                await host.UndefineAsync(pool.Id, CancellationToken.None).ConfigureAwait(false);
            }
            catch (LibvirtServerException exception)
            {
                findings.Add(CloningDiagnostics.PoolStays(pool.Id.Name, pool.Folder, exception.Message));
            }
        }

        return findings.DrainToImmutable();
    }
}
