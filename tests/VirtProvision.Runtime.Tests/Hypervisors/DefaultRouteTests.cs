using VirtProvision.Runtime.Hypervisors;

namespace VirtProvision.Runtime.Tests.Hypervisors;

public sealed class DefaultRouteTests : IDisposable
{
    private const string Head = "Iface\tDestination\tGateway\tFlags\tRefCnt\tUse\tMetric\tMask\tMTU\tWindow\tIRTT\n";

    private readonly DirectoryInfo _root = Directory.CreateTempSubdirectory("vp-route-");

    [Theory]
    [InlineData("br0\t00000000\t0102A8C0\t0003\t0\t0\t425\t00000000\t0\t0\t0\n", "br0")]
    [InlineData("eth0\t00000000\t0102A8C0\t0003\t0\t0\t425\t00000000\t0\t0\t0\n", null)]
    [InlineData("br0\t0002A8C0\t00000000\t0001\t0\t0\t425\t00FFFFFF\t0\t0\t0\n", null)]
    [InlineData("eth0\t00000000\t0102A8C0\t0003\t0\t0\t100\t00000000\t0\t0\t0\nbr0\t00000000\t0102A8C0\t0003\t0\t0\t50\t00000000\t0\t0\t0\n", "br0")]
    public void A_bridge_counts_when_the_best_default_route_leaves_by_it(string routes, string? expected)
    {
        Directory.CreateDirectory(Path.Combine(_root.FullName, "proc/net"));
        Directory.CreateDirectory(Path.Combine(_root.FullName, "sys/class/net/br0/bridge"));
        Directory.CreateDirectory(Path.Combine(_root.FullName, "sys/class/net/eth0"));
        File.WriteAllText(Path.Combine(_root.FullName, "proc/net/route"), Head + routes);

        Assert.Equal(expected, DefaultRoute.FindBridge(_root.FullName));
    }

    [Fact]
    public void A_system_without_the_table_has_none() => Assert.Null(DefaultRoute.FindBridge(_root.FullName));

    public void Dispose() => _root.Delete(recursive: true);
}
