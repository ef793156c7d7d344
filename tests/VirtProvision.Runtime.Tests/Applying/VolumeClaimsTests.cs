using System.Xml.Linq;
using VirtProvision.Core.Kinds;
using VirtProvision.Core.Resources;
using VirtProvision.Runtime.Applying;
using VirtProvision.Runtime.Hypervisors;
using VirtProvision.Runtime.Tests.Fakes;

namespace VirtProvision.Runtime.Tests.Applying;

/// <summary>Who is making a volume, and what becomes of what was left half made.</summary>
public sealed class VolumeClaimsTests : IAsyncDisposable
{
    private static readonly ResourceId s_volume = new(ResourceKind.StorageVolume, "disk.qcow2", "p");
    private readonly FakeHypervisor _host = new();

    public VolumeClaimsTests() => _host.Objects[new ResourceId(ResourceKind.StoragePool, "p")] = new FakeObject(XElement.Parse("<pool type='dir'><name>p</name></pool>")) { IsActive = true };

    public ValueTask DisposeAsync() => _host.DisposeAsync();

    [Fact]
    public async Task A_run_that_is_over_leaves_no_mark()
    {
        await using (var claims = new VolumeClaims(_host, TimeProvider.System))
        {
            Assert.True(await claims.ClaimAsync(s_volume, default));
            Assert.Equal(3, _host.Objects.Count);
            await claims.ReleaseAsync(s_volume);
        }

        Assert.Single(_host.Objects);
    }

    [Fact]
    public async Task Another_run_is_left_alone_while_it_lives_and_its_work_is_made_anew_when_it_does_not()
    {
        var first = new VolumeClaims(_host, TimeProvider.System);
        await first.ClaimAsync(s_volume, default);
        Make(s_volume);

        await using var second = new VolumeClaims(_host, TimeProvider.System);
        var refused = await Assert.ThrowsAsync<VolumeClaimedException>(() => second.ClaimAsync(s_volume, default));
        Assert.Contains($"process {Environment.ProcessId} of this machine", ApplyDiagnostics.MadeByAnother(null, refused.Volume, refused.Owner).Detail, StringComparison.Ordinal);
        Assert.Contains(s_volume, _host.Objects.Keys);

        await first.DisposeAsync();
        await second.ClaimAsync(s_volume, default);
        Assert.DoesNotContain(s_volume, _host.Objects.Keys);
    }

    [Fact]
    public async Task A_run_of_another_machine_is_taken_for_alive_and_the_way_out_is_told()
    {
        Make(new ResourceId(ResourceKind.StorageVolume, "virtprovision-run-00000000-1-1-1", "p"));
        Make(HalfMade.SignOf(s_volume));
        await using var claims = new VolumeClaims(_host, TimeProvider.System);

        var refused = await Assert.ThrowsAsync<VolumeClaimedException>(() => claims.ClaimAsync(s_volume, default));

        var told = ApplyDiagnostics.MadeByAnother(null, refused.Volume, refused.Owner);
        Assert.Equal("VP7066", told.Code);
        Assert.Contains("virsh vol-delete --pool p virtprovision-run-00000000-1-1-1", told.Detail, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("virtprovision-run-00000000-1-1-1", "100", "200", false)]
    [InlineData("virtprovision-run-00000000-1-1-1", "100", "90.5", true)]
    [InlineData("virtprovision-run-00000000-1-1-1", "100", "100.000000001", false)]
    public void A_mark_that_is_younger_than_a_sign_is_not_of_whoever_signed(string mark, string markedAt, string signedAt, bool isFree)
    {
        var sign = Volume(HalfMade.SignOf(s_volume).Name, signedAt);
        Assert.Equal(isFree, VolumeClaims.OwnerOf(sign, [sign, Volume(mark, markedAt)]) is null);
    }

    [Theory]
    [InlineData("700", false)]
    [InlineData("800", true)]
    public void A_run_of_another_machine_that_moves_nothing_for_ten_minutes_is_taken_for_dead(string now, bool isFree)
    {
        const string Own = "virtprovision-run-00000000-2-2-2";
        var sign = Volume(HalfMade.SignOf(s_volume).Name, "100");
        Assert.Equal(isFree, VolumeClaims.OwnerOf(sign, [sign, Volume("virtprovision-run-00000000-1-1-1", "99"), Volume(s_volume.Name, "150"), Volume(Own, now)], Own) is null);
    }

    [Fact]
    public async Task What_killed_runs_left_is_swept_but_not_what_a_domain_uses()
    {
        var used = s_volume with { Name = "used.qcow2" };
        foreach (var volume in new[] { s_volume, used })
        {
            Make(volume);
            Make(HalfMade.SignOf(volume));
        }

        _host.Objects[new ResourceId(ResourceKind.Domain, "d")] = new FakeObject(XElement.Parse("<domain><name>d</name><devices><disk><source file='/pool/used.qcow2'/></disk></devices></domain>"));
        await using var claims = new VolumeClaims(_host, TimeProvider.System);

        await claims.SweepAsync("p", default);

        Assert.Equal(["used.qcow2"], _host.Objects.Keys.Where(static id => id.Kind == ResourceKind.StorageVolume && !RunMark.IsOne(id.Name)).Select(static id => id.Name));
    }

    private void Make(ResourceId volume) => _host.Objects[volume] = new FakeObject(XElement.Parse(HalfMade.EmptyXml(volume)));

    private static Core.Hosts.HostVolume Volume(string name, string changedAt) =>
        new("p", name, $"/pool/{name}", XElement.Parse($"<volume><target><timestamps><mtime>{changedAt}</mtime></timestamps></target></volume>"));
}
