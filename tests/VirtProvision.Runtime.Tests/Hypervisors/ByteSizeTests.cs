using System.Xml.Linq;
using VirtProvision.Runtime.Hypervisors;

namespace VirtProvision.Runtime.Tests.Hypervisors;

public sealed class ByteSizeTests
{
    [Theory]
    [InlineData("<capacity>5</capacity>", 5)]
    [InlineData("<capacity unit='bytes'>5</capacity>", 5)]
    [InlineData("<capacity unit='KB'>5</capacity>", 5000)]
    [InlineData("<capacity unit='KiB'>5</capacity>", 5120)]
    [InlineData("<capacity unit='k'>5</capacity>", 5120)]
    [InlineData("<capacity unit='G'>2</capacity>", 2147483648)]
    [InlineData("<capacity unit='TB'>1</capacity>", 1000000000000)]
    public void Reads_an_element_in_libvirts_units(string xml, long bytes) => Assert.Equal(bytes, ByteSize.Of(XElement.Parse(xml)));

    [Theory]
    [InlineData("4294967296", 4294967296)]
    [InlineData("4 GiB", 4294967296)]
    [InlineData("4GiB", 4294967296)]
    [InlineData("nonsense", null)]
    [InlineData(null, null)]
    [InlineData("99999999999999999999", null)]
    public void Reads_a_text(string? text, long? bytes) => Assert.Equal(bytes, ByteSize.Parse(text));

    [Fact]
    public void Takes_the_callers_unit_where_none_is_given() =>
        Assert.Equal(2048, ByteSize.Of(new XElement("memory", 2), "KiB"));
}
