using System.Security.Cryptography;
using System.Xml.Linq;
using VirtProvision.Core.Kinds;
using VirtProvision.Core.Planning;
using VirtProvision.Core.Resources;
using VirtProvision.Runtime.Applying;
using VirtProvision.Runtime.Hypervisors;

namespace VirtProvision.Integration;

public sealed class ApplyVolumeTests
{
    [SkippableTheory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(3_000_001)]
    public async Task A_raw_file_arrives_as_it_is(int length)
    {
        await using var play = await Playground.OpenAsync();
        await play.StartPoolAsync();
        var content = RandomNumberGenerator.GetBytes(length);
        var path = Path.Combine(play.Folder, "image.raw");
        await File.WriteAllBytesAsync(path, content);
        var volume = play.Name(ResourceKind.StorageVolume, "v.img");

        await UploadAsync(play, volume, path, $"<volume><name>{volume.Name}</name><target><format type='raw'/></target></volume>");

        Assert.Equal(content, await File.ReadAllBytesAsync(Path.Combine(play.Folder, "pool", volume.Name)));
        Assert.Equal([volume.Name], Directory.GetFiles(Path.Combine(play.Folder, "pool")).Select(Path.GetFileName));
    }

    [SkippableFact]
    public async Task Holes_stay_holes_and_the_volume_grows_to_its_capacity()
    {
        await using var play = await Playground.OpenAsync();
        await play.StartPoolAsync();
        var path = Path.Combine(play.Folder, "image.raw");
        await using (var file = File.Create(path))
        {
            file.SetLength(64 << 20);
            file.Position = 10 << 20;
            await file.WriteAsync(RandomNumberGenerator.GetBytes(100_000));
        }

        var volume = play.Name(ResourceKind.StorageVolume, "v.img");
        await UploadAsync(play, volume, path, $"<volume><name>{volume.Name}</name><capacity unit='MiB'>128</capacity><target><format type='raw'/></target></volume>");

        var made = Path.Combine(play.Folder, "pool", volume.Name);
        Assert.Equal(128 << 20, new FileInfo(made).Length);
        var size = await play.Host.ReadVolumeSizeAsync(volume, default);
        Assert.True(size!.Allocation < 2 << 20, $"{size.Allocation} bytes are allocated");
        await using var expected = File.OpenRead(path);
        await using var actual = File.OpenRead(made);
        var (left, right) = (new byte[64 << 20], new byte[64 << 20]);
        await expected.ReadExactlyAsync(left);
        await actual.ReadExactlyAsync(right);
        Assert.True(left.AsSpan().SequenceEqual(right));
    }

    [SkippableFact]
    public async Task A_qcow2_image_is_known_as_such_and_grown_to_its_capacity()
    {
        await using var play = await Playground.OpenAsync();
        await play.StartPoolAsync();
        var source = play.Name(ResourceKind.StorageVolume, "source.qcow2");
        await play.Host.CreateVolumeAsync(
            source, $"<volume><name>{source.Name}</name><capacity unit='MiB'>16</capacity><target><format type='qcow2'/></target></volume>", default);
        var path = Path.Combine(play.Folder, "image.qcow2");
        File.Copy(Path.Combine(play.Folder, "pool", source.Name), path);
        var volume = play.Name(ResourceKind.StorageVolume, "v.qcow2");

        await UploadAsync(play, volume, path, $"<volume><name>{volume.Name}</name><capacity unit='MiB'>32</capacity><target><format type='qcow2'/></target></volume>");

        var xml = await play.Host.ReadXmlAsync(volume, XmlView.Inactive, default);
        Assert.Equal("qcow2", xml!.Element("target")!.Element("format")!.Attribute("type")!.Value);
        Assert.Equal((32L << 20).ToString(System.Globalization.CultureInfo.InvariantCulture), xml.Element("capacity")!.Value);
    }

    [SkippableFact]
    public async Task A_half_made_volume_counts_as_absent_and_is_made_anew()
    {
        await using var play = await Playground.OpenAsync();
        await play.StartPoolAsync();
        var volume = play.Name(ResourceKind.StorageVolume, "v.img");
        var xml = $"<volume><name>{volume.Name}</name><capacity>4096</capacity><target><format type='raw'/></target></volume>";

        // As a killed run leaves it.
        await play.Host.CreateVolumeAsync(HalfMade.SignOf(volume), HalfMade.EmptyXml(HalfMade.SignOf(volume)), default);
        await play.Host.CreateVolumeAsync(volume, xml, default);

        var seen = await play.Host.ObserveAsync(new ObservationRequest([volume], [], [volume]), default);
        Assert.False(seen.Exists(volume));

        var path = Path.Combine(play.Folder, "image.raw");
        var content = RandomNumberGenerator.GetBytes(5000);
        await File.WriteAllBytesAsync(path, content);
        await UploadAsync(play, volume, path, $"<volume><name>{volume.Name}</name><target><format type='raw'/></target></volume>");

        seen = await play.Host.ObserveAsync(new ObservationRequest([volume], [], [volume]), default);
        Assert.True(seen.Exists(volume));
        Assert.Equal(content, await File.ReadAllBytesAsync(Path.Combine(play.Folder, "pool", volume.Name)));
        Assert.Single(Directory.GetFiles(Path.Combine(play.Folder, "pool")));
    }

    [SkippableFact]
    public async Task A_stopped_upload_leaves_nothing()
    {
        await using var play = await Playground.OpenAsync();
        await play.StartPoolAsync();
        var path = Path.Combine(play.Folder, "image.raw");
        await File.WriteAllBytesAsync(path, RandomNumberGenerator.GetBytes(32 << 20));
        var volume = play.Name(ResourceKind.StorageVolume, "v.img");
        using var stop = new CancellationTokenSource();
        var progress = new Callback(moved =>
        {
            if (moved > 4 << 20)
            {
                stop.Cancel();
            }
        });

        var operation = new UploadVolume(volume, XElement.Parse($"<volume><name>{volume.Name}</name><target><format type='raw'/></target></volume>"), path, null);
        var claims = new VolumeClaims(play.Host, TimeProvider.System);
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() =>
            new VolumeContent(play.Host, claims, progress, TimeProvider.System).UploadAsync(operation, LocalImage.Open(path), stop.Token));
        await claims.DisposeAsync();

        Assert.Empty(Directory.GetFiles(Path.Combine(play.Folder, "pool")));
        Assert.Null(await play.Host.ReadVolumePathAsync(volume, default));
    }

    [SkippableFact]
    public async Task A_volume_is_copied_in_full_or_as_a_layer()
    {
        await using var play = await Playground.OpenAsync();
        await play.StartPoolAsync();
        var source = play.Name(ResourceKind.StorageVolume, "base.qcow2");
        await play.Host.CreateVolumeAsync(
            source, $"<volume><name>{source.Name}</name><capacity unit='MiB'>16</capacity><target><format type='qcow2'/></target></volume>", default);
        var full = play.Name(ResourceKind.StorageVolume, "full.qcow2");
        var layer = play.Name(ResourceKind.StorageVolume, "layer.qcow2");
        await using var runner = Runner(play);
        var task = new ResourceTask(new ResourceChange(full, ChangeAction.Create, [], [], Disruption.None, [], null, null), null, []);

        var copied = await runner.RunAsync(new CloneVolume(full, Volume(full), source, Linked: false), task, default);
        var layered = await runner.RunAsync(new CloneVolume(layer, Volume(layer), source, Linked: true), task, default);

        Assert.Null(copied.Failure);
        Assert.Null(layered.Failure);
        var fullXml = await play.Host.ReadXmlAsync(full, XmlView.Inactive, default);
        var layerXml = await play.Host.ReadXmlAsync(layer, XmlView.Inactive, default);
        Assert.Null(fullXml!.Element("backingStore"));
        Assert.Equal(Path.Combine(play.Folder, "pool", source.Name), layerXml!.Element("backingStore")!.Element("path")!.Value);
        Assert.Equal("qcow2", layerXml.Element("backingStore")!.Element("format")!.Attribute("type")!.Value);
        Assert.Equal(fullXml.Element("capacity")!.Value, layerXml.Element("capacity")!.Value);
        Assert.DoesNotContain(Directory.GetFiles(Path.Combine(play.Folder, "pool")), static file => file.EndsWith("-part", StringComparison.Ordinal));
    }

    private static XElement Volume(ResourceId id) => XElement.Parse($"<volume><name>{id.Name}</name><target><format type='qcow2'/></target></volume>");

    private static async Task UploadAsync(Playground play, ResourceId volume, string path, string xml)
    {
        await using var claims = new VolumeClaims(play.Host, TimeProvider.System);
        await new VolumeContent(play.Host, claims, null, TimeProvider.System).UploadAsync(new UploadVolume(volume, XElement.Parse(xml), path, null), LocalImage.Open(path), default);
    }

    private static OperationRunner Runner(Playground play) =>
        new(play.Host, new Dictionary<string, LocalImage>(), Remembering.Default, null, TimeProvider.System);

    private sealed class Callback(Action<long> report) : IProgress<ApplyProgress>
    {
        public void Report(ApplyProgress value) => report(value.Moved);
    }
}
