using VirtProvision.Libvirt.Errors;
using VirtProvision.Runtime.Hypervisors;

namespace VirtProvision.Runtime.Tests.Hypervisors;

/// <summary>Each way not to get a connection has a code of its own, and says what the transport said.</summary>
public sealed class ConnectFailureTests
{
    [Fact]
    public void Each_failure_has_its_own_code()
    {
        var failures = Enum.GetValues<LibvirtConnectFailure>();
        var findings = failures.Select(failure => HostDiagnostics.CannotConnect("qemu://host/system", new LibvirtConnectException(failure, $"It is {failure}."))).ToArray();
        Assert.Equal(failures.Length, findings.Select(finding => finding.Code).Distinct().Count());
        Assert.All(findings.Zip(failures), pair => Assert.Contains($"It is {pair.Second}.", pair.First.Detail, StringComparison.Ordinal));
    }
}
