using System.Xml.Linq;
using VirtProvision.Core.Comparison;

namespace VirtProvision.Core.Tests.Comparison;

public sealed class FieldValuesTests
{
    [Theory]
    [InlineData(ValueTransform.Number, "10", "0x0a", true)]
    [InlineData(ValueTransform.Number, "0x8f", "143", true)]
    [InlineData(ValueTransform.Number, "010", "8", true)]
    [InlineData(ValueTransform.Number, "-1", "0xffffffff", false)]
    [InlineData(ValueTransform.Number, "pci", "pci", true)]
    [InlineData(ValueTransform.Octal, "0755", "755", true)]
    [InlineData(ValueTransform.Decimal, "0744", "744", true)]
    [InlineData(ValueTransform.Path, "//var//lib/", "/var/lib", true)]
    [InlineData(ValueTransform.Path, "/", "/", true)]
    [InlineData(ValueTransform.Case, "52:54:00:AB:00:01", "52:54:00:ab:00:01", true)]
    [InlineData(ValueTransform.Cpuset, "0-5,^4", "0-3,5", true)]
    [InlineData(ValueTransform.Cpuset, "3,1,2", "1-3", true)]
    [InlineData(ValueTransform.Cpuset, "1-99999999", "1-99999999", true)]
    [InlineData(ValueTransform.Cpuset, "1", "2", false)]
    [InlineData(ValueTransform.Boolean, "on", "yes", true)]
    [InlineData(ValueTransform.Boolean, "on", "off", false)]
    [InlineData(ValueTransform.Machine, "q35", "pc-q35-7.2", true)]
    [InlineData(ValueTransform.Machine, "pc", "pc-i440fx-7.2", true)]
    [InlineData(ValueTransform.Machine, "virt", "virt-7.2", true)]
    [InlineData(ValueTransform.Machine, "pc-q35-7.1", "pc-q35-7.2", false)]
    [InlineData(ValueTransform.Machine, "pc-q35", "pc-i440fx-7.2", false)]
    [InlineData(ValueTransform.Machine, "pc", "pc-q35-7.2", false)]
    [InlineData(ValueTransform.UsbVersion, "9.4", "9.40", true)]
    [InlineData(ValueTransform.Iqn, "iqn.1992-01.com.example", "iqn.1992-01.com.example/0", true)]
    public void Spellings_of_one_value_are_equal(ValueTransform transform, string desired, string observed, bool isEqual) =>
        Assert.Equal(isEqual, FieldValues.AreEqual(transform, desired, observed));

    [Theory]
    [InlineData("<size unit='GiB'>2</size>", "2GiB")]
    [InlineData("<size unit='KB'>1024</size>", "1000KiB")]
    [InlineData("<size unit='k'>1</size>", "1KiB")]
    [InlineData("<size>1500</size>", "1500 bytes")]
    [InlineData("<size>0</size>", "0 bytes")]
    [InlineData("<size unit='EiB'>18446744073709551615</size>", "18446744073709551615EiB")]
    [InlineData("<size unit='ells'>2</size>", null)]
    [InlineData("<size>two</size>", null)]
    [InlineData("<size unit='GiB'>99999999999999999999999</size>", null)]
    public void Sizes_are_read_in_every_unit(string xml, string? printed)
    {
        var element = XElement.Parse(xml);
        Assert.Equal(printed, SizeValue.Bytes(FieldFacts.None, element, element.Value) is { } bytes ? SizeValue.Print(bytes) : null);
    }
}
