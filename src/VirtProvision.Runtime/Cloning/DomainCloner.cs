using System.Xml.Linq;
using VirtProvision.Core.Cloning;
using VirtProvision.Core.Diagnostics;
using VirtProvision.Core.Kinds;
using VirtProvision.Core.Resources;
using VirtProvision.Libvirt.Errors;
using VirtProvision.Runtime.Applying;
using VirtProvision.Runtime.Hypervisors;

namespace VirtProvision.Runtime.Cloning;

/// <summary>Makes clones of a domain: what virt-clone does, and many at once.</summary>
public sealed class DomainCloner(IHostConnector host, TimeProvider time, Func<Guid> newId)
{
    /// <summary>Null where it is not installed.</summary>
    public Sysprep? Sysprep { get; init; } = Sysprep.Find(Environment.GetEnvironmentVariable("PATH"));

    /// <summary>Decides everything, and changes nothing.</summary>
    public async Task<PreparedClones> PrepareAsync(CloneOrder order, CancellationToken cancellationToken)
    {
        var diagnostics = new DiagnosticBag();
        if (order.UsesSysprep && (host.IsLocal ? Sysprep is null ? IdentityDiagnostics.NoSysprep() : null : IdentityDiagnostics.SysprepElsewhere(host.Uri)) is { } missing)
        {
            return new PreparedClones(order, Plan: null, [], [missing]);
        }

        try
        {
            var reader = await host.ConnectReadOnlyAsync(cancellationToken).ConfigureAwait(false);
            await using (reader.ConfigureAwait(false))
            {
                var source = await CloneOriginal.ReadAsync(order, reader, diagnostics, cancellationToken).ConfigureAwait(false);
                if (source is null)
                {
                    return new PreparedClones(order, Plan: null, [], [.. diagnostics]);
                }

                var survey = await CloneSurvey.ReadAsync(reader, source, order.Request, cancellationToken).ConfigureAwait(false);
                var plan = ClonePlanner.Plan(source, survey, order.Request, newId, diagnostics);
                var prepared = new PreparedClones(order, plan, [.. plan.Clones.Select(clone => CloneTasks.XmlOf(source.Xml, clone, newId))], []);
                if (order.Start is { VerifiesIdentity: true })
                {
                    diagnostics.AddRange(prepared.Guests.Where(static guest => !guest.CanAnswer).Select(static guest => IdentityDiagnostics.CannotAnswer(span: null, guest.Domain, guest.IsToldToReport)));
                }

                return prepared with { Diagnostics = [.. diagnostics] };
            }
        }
        catch (LibvirtException exception)
        {
            return new PreparedClones(order, Plan: null, [], [.. diagnostics, HostDiagnostics.CannotRead(host.Uri, exception)]);
        }
    }

    /// <summary>Makes what was prepared.</summary>
    public async Task<CloneResult> RunAsync(PreparedClones prepared, IProgress<ApplyProgress>? progress, CancellationToken cancellationToken)
    {
        try
        {
            var hypervisor = await host.ConnectAsync(cancellationToken).ConfigureAwait(false);
            await using (hypervisor.ConfigureAwait(false))
            {
                return await RunAsync(prepared, hypervisor, progress, cancellationToken).ConfigureAwait(false);
            }
        }
        catch (LibvirtException exception)
        {
            return new CloneResult(Report: null, [HostDiagnostics.CannotRead(host.Uri, exception)]);
        }
    }

    private async Task<CloneResult> RunAsync(PreparedClones prepared, IHypervisor hypervisor, IProgress<ApplyProgress>? progress, CancellationToken cancellationToken)
    {
        var plan = prepared.Plan!;
        var original = prepared.Order.OriginalXml is not null ? plan.Source.Xml
            : await hypervisor.ReadXmlAsync(DomainId(plan.Source.Name), XmlView.InactiveWithSecrets, cancellationToken).ConfigureAwait(false);
        if (original is null || !new CloneSource(original).Disks.Select(static disk => disk.ToString()).SequenceEqual(plan.Source.Disks.Select(static disk => disk.ToString())))
        {
            return new CloneResult(Report: null, [CloningDiagnostics.ChangedMeanwhile(plan.Source.Name)]);
        }

        var pools = new ClonePools(hypervisor, plan.Pools);
        var findings = new DiagnosticBag();
        ApplyReport? report = null;
        try
        {
            if (await pools.OpenAsync().ConfigureAwait(false) is { } failure)
            {
                findings.Add(failure);
                return new CloneResult(Report: null, [.. findings]);
            }

            report = prepared.Order.Request.IsLive && await hypervisor.IsActiveAsync(DomainId(plan.Source.Name), CancellationToken.None).ConfigureAwait(false)
                ? await MakeLiveAsync(prepared, original, hypervisor, progress, findings, cancellationToken).ConfigureAwait(false)
                : await MakeAsync(prepared, original, hypervisor, progress, findings, cancellationToken).ConfigureAwait(false);
        }
        finally
        {
            findings.AddRange(await pools.CloseAsync(report?.Outcomes.Any(static outcome => outcome.State is OutcomeState.Applied) is true).ConfigureAwait(false));
        }

        var result = new CloneResult(report, [.. findings, .. report?.Outcomes.SelectMany(static outcome => outcome.Diagnostics) ?? []]);
        result = report is not null && prepared.Order.UsesSysprep ? await SysprepAsync(result, progress, cancellationToken).ConfigureAwait(false) : result;
        return !result.Succeeded || prepared.Order.Start is not { } start ? result : await StartAsync(prepared, result, start, hypervisor, progress, cancellationToken).ConfigureAwait(false);
    }

    // One after the other: each starts a virtual machine of its own.
    private async Task<CloneResult> SysprepAsync(CloneResult result, IProgress<ApplyProgress>? progress, CancellationToken cancellationToken)
    {
        var findings = new DiagnosticBag();
        try
        {
            foreach (var made in result.Report!.Outcomes.Where(static outcome => outcome.State is OutcomeState.Applied))
            {
                progress?.Report(new ApplyProgress(made.Id, ApplyStage.Operation, "virt-sysprep"));
                if (await Sysprep!.RunAsync(host.Uri, made.Id.Name, cancellationToken).ConfigureAwait(false) is { } failure)
                {
                    findings.Add(failure);
                }
            }
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            findings.Add(IdentityDiagnostics.SysprepStopped());
        }

        return result with { Diagnostics = [.. result.Diagnostics, .. findings] };
    }

    private async Task<CloneResult> StartAsync(
        PreparedClones prepared, CloneResult result, GuestStart start, IHypervisor hypervisor, IProgress<ApplyProgress>? progress, CancellationToken cancellationToken)
    {
        try
        {
            var made = result.Report!.Outcomes.Where(static outcome => outcome.State is OutcomeState.Applied).Select(static outcome => outcome.Id.Name).ToHashSet(StringComparer.Ordinal);
            var verified = await new IdentityVerification(hypervisor, time, progress).RunAsync([.. prepared.Guests.Where(guest => made.Contains(guest.Domain))], start, cancellationToken).ConfigureAwait(false);
            return result with { Diagnostics = [.. result.Diagnostics, .. verified.Diagnostics], Identities = verified.Identities };
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            // Made they are all the same.
            return result;
        }
        catch (LibvirtException exception)
        {
            return result with { Diagnostics = [.. result.Diagnostics, HostDiagnostics.CannotRead(host.Uri, exception)] };
        }
    }

    /// <summary>Brings disks back that a killed run left on its layers; nothing happens where there are none.</summary>
    public async Task<ImmutableArray<Diagnostic>> ReturnAsync(string original, IProgress<ApplyProgress>? progress, CancellationToken cancellationToken)
    {
        try
        {
            var findings = new DiagnosticBag();
            var hypervisor = await host.ConnectAsync(cancellationToken).ConfigureAwait(false);
            await using (hypervisor.ConfigureAwait(false))
            {
                var xml = await hypervisor.ReadXmlAsync(DomainId(original), XmlView.Inactive, cancellationToken).ConfigureAwait(false);
                if (xml is null || LiveOriginal.LayersOf(xml) is not [var layer, ..])
                {
                    return [];
                }

                if (layer.IsHeld is not false)
                {
                    return [CloningDiagnostics.HeldByAnother(original, layer)];
                }

                await new LiveOriginal(hypervisor, DomainId(original), host.IsLocal, progress).ReturnAsync(findings).ConfigureAwait(false);
                return findings.HasErrors ? [.. findings] : [.. findings, CloningDiagnostics.Returned(original)];
            }
        }
        catch (LibvirtException exception)
        {
            return [HostDiagnostics.CannotRead(host.Uri, exception)];
        }
    }

    private async Task<ApplyReport?> MakeLiveAsync(
        PreparedClones prepared, XElement original, IHypervisor hypervisor, IProgress<ApplyProgress>? progress, DiagnosticBag findings, CancellationToken cancellationToken)
    {
        using var mark = new RunMark();
        var live = new LiveOriginal(hypervisor, DomainId(prepared.Plan!.Source.Name), host.IsLocal, progress);
        if (await live.HoldAsync(prepared.Plan, mark, findings).ConfigureAwait(false) is { } refusal)
        {
            findings.Add(refusal);
            return null;
        }

        try
        {
            return await MakeAsync(prepared, original, hypervisor, progress, findings, cancellationToken).ConfigureAwait(false);
        }
        finally
        {
            await live.ReturnAsync(findings).ConfigureAwait(false);
        }
    }

    private async Task<ApplyReport?> MakeAsync(
        PreparedClones prepared, XElement original, IHypervisor hypervisor, IProgress<ApplyProgress>? progress, DiagnosticBag findings, CancellationToken cancellationToken)
    {
        var plan = prepared.Plan!;
        var volumes = await VolumesAsync(plan, hypervisor, cancellationToken).ConfigureAwait(false);
        using var seeds = new CloneSeeds();
        await seeds.WriteAsync(plan.Clones, cancellationToken).ConfigureAwait(false);
        ResourceTask[] tasks = [.. plan.Clones.Select(clone => CloneTasks.Of(clone, original, image => image.Source is { } source && volumes.Contains(source), seeds.Folder, newId))];
        var images = Preflight.Images(tasks, findings);
        if (findings.HasErrors)
        {
            return null;
        }

        var runner = new OperationRunner(hypervisor, images, Remembering.Default, progress, time);
        await using var end = runner.ConfigureAwait(false);
        foreach (var pool in plan.LeftIn)
        {
            try
            {
                await runner.SweepAsync(pool, cancellationToken).ConfigureAwait(false);
            }
            catch (LibvirtServerException)
            {
                // What is in the way of new images is told when they are made.
            }
        }

        var report = await new Executor(runner, progress, prepared.Order.Parallelism).RunAsync([.. tasks], ResourceGraph.Empty, cancellationToken).ConfigureAwait(false);
        if (report.Outcomes.Count(Executor.IsNotBegun) is var notBegun and > 0)
        {
            findings.Add(ApplyDiagnostics.NotBegun(report.Count(OutcomeState.Applied), notBegun));
        }

        if (prepared.Order.OriginalXml is null && !prepared.Order.Request.IsLive && plan.Clones.Any(static clone => clone.Images.Any()) && !report.Outcomes.Any(static outcome => outcome.Diagnostics.Any(ApplyDiagnostics.IsConnectionLost))
            && await hypervisor.IsActiveAsync(DomainId(plan.Source.Name), CancellationToken.None).ConfigureAwait(false))
        {
            findings.Add(CloningDiagnostics.StartedMeanwhile(plan.Source.Name));
        }

        return report;
    }

    /// <summary>Those of the images to copy that are volumes.</summary>
    private static async Task<HashSet<ResourceId>> VolumesAsync(ClonePlan plan, IHypervisor hypervisor, CancellationToken cancellationToken)
    {
        var volumes = new HashSet<ResourceId>();
        foreach (var source in plan.Clones.SelectMany(static clone => clone.Images).Where(static image => !image.IsLayer).Select(static image => image.Source).OfType<ResourceId>().Distinct())
        {
            if (await hypervisor.ReadVolumePathAsync(source, cancellationToken).ConfigureAwait(false) is not null || await IsFoundAnewAsync(source, hypervisor, cancellationToken).ConfigureAwait(false))
            {
                volumes.Add(source);
            }
        }

        return volumes;
    }

    // A file that was laid into a pool's folder by hand is a volume once the pool has been looked through.
    private static async Task<bool> IsFoundAnewAsync(ResourceId source, IHypervisor hypervisor, CancellationToken cancellationToken)
    {
        try
        {
            await hypervisor.RefreshPoolAsync(new ResourceId(ResourceKind.StoragePool, source.Pool!), cancellationToken).ConfigureAwait(false);
        }
        catch (LibvirtServerException)
        {
            // Refused while a volume of the pool is being written: then the file is brought from here.
        }

        return await hypervisor.ReadVolumePathAsync(source, cancellationToken).ConfigureAwait(false) is not null;
    }

    private static ResourceId DomainId(string name) => new(ResourceKind.Domain, name);
}
