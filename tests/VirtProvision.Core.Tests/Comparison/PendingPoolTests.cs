using System.Xml.Linq;
using VirtProvision.Core.Comparison;
using VirtProvision.Core.Kinds;

namespace VirtProvision.Core.Tests.Comparison;

public sealed class PendingPoolTests
{
    [Theory]
    [InlineData("", "<permissions><mode>0711</mode><owner>0</owner><group>0</group></permissions>", 0)]
    [InlineData("<permissions><mode>0750</mode></permissions>", "<permissions><mode>0711</mode><owner>0</owner><group>0</group></permissions>", 1)]
    public void Permissions_that_a_start_looks_up_wait_for_no_restart(string inactive, string live, int pending) =>
        Assert.Equal(pending, PendingComparer.Compare(KindFacts.For(ResourceKind.StoragePool), Pool(inactive), Pool(live)).Length);

    private static XElement Pool(string permissions) =>
        XElement.Parse($"<pool type='dir'><name>p</name><target><path>/images</path>{permissions}</target></pool>");
}
