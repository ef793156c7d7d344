using System.Xml.Linq;
using VirtProvision.Core.Comparison;
using VirtProvision.Core.Kinds;
using VirtProvision.Core.Xml;
using VirtProvision.Runtime.Applying;
using VirtProvision.Runtime.Snapshots;

namespace VirtProvision.Runtime.Tests.Snapshots;

/// <summary>What is set on a domain that is only XML is then in its XML.</summary>
public sealed class SnapshotTuningTests
{
    private static readonly KindFacts s_facts = KindFacts.For(ResourceKind.Domain);

    [Theory]
    [InlineData("<cputune><vcpupin vcpu='2' cpuset='0,2'/></cputune>", "")]
    [InlineData("<cputune><emulatorpin cpuset='1'/></cputune>", "<cputune><emulatorpin cpuset='0'/></cputune>")]
    [InlineData("<iothreads>1</iothreads><cputune><iothreadpin iothread='1' cpuset='0'/></cputune>", "<iothreads>1</iothreads>")]
    [InlineData("<cputune><shares>5</shares><quota>7</quota></cputune>", "<cputune><shares>4</shares></cputune>")]
    [InlineData("<memtune><hard_limit unit='KiB'>1024</hard_limit></memtune>", "<memtune><soft_limit unit='KiB'>1</soft_limit></memtune>")]
    [InlineData("<blkiotune><weight>500</weight><device><path>/dev/sda</path><weight>7</weight></device></blkiotune>", "")]
    [InlineData("<numatune><memory mode='interleave' nodeset='0-1'/></numatune>", "<numatune><memory mode='interleave' nodeset='0'/></numatune>")]
    [InlineData("<perf><event name='cmt' enabled='yes'/></perf>", "<perf><event name='cmt' enabled='no'/></perf>")]
    [InlineData("<iothreads>2</iothreads>", "<iothreads>1</iothreads>")]
    [InlineData("<iothreads>1</iothreads>", "<iothreads>2</iothreads><iothreadids><iothread id='1'/><iothread id='2'/></iothreadids>")]
    [InlineData("<devices><memballoon model='virtio'><stats period='5'/></memballoon></devices>", "<devices><memballoon model='virtio'/></devices>")]
    public void A_tuned_domain_lacks_nothing(string wanted, string live)
    {
        var (inactive, running) = (XElement.Parse($"<domain>{wanted}</domain>"), XElement.Parse($"<domain>{live}</domain>"));
        var waiting = PendingComparer.Compare(s_facts, inactive, running);
        Assert.NotEmpty(waiting);
        Assert.All(waiting, static field => Assert.Equal(Effect.Live, field.Effect));
        foreach (var batch in LiveBatch.Of(waiting))
        {
            var item = batch.Item == XmlPath.Root ? inactive : ItemLocator.Find(s_facts, inactive, batch.Item);
            foreach (var setting in LiveTuning.Of(batch, item, inactive, running)!.Value)
            {
                SnapshotTuning.Set(running, setting);
            }
        }

        Assert.Empty(PendingComparer.Compare(s_facts, inactive, running).Select(static field => field.ToString()));
    }
}
