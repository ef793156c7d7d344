using System.Xml.Linq;
using VirtProvision.Core.Xml;
using VirtProvision.Runtime.Applying;

namespace VirtProvision.Runtime.Tests.Applying;

public sealed class DeviceEditTests
{
    [Theory]
    [InlineData("link/@state", "<i><link state='down'/><mac a='1'/></i>", "<i><mac a='1'/></i>", "<i><mac a='1'/><link state='down'/></i>")]
    [InlineData("link/@state", "<i><link state='down'/></i>", "<i><link state='up' x='2'/></i>", "<i><link state='down' x='2'/></i>")]
    [InlineData("link/@state", "<i/>", "<i><link state='up'/></i>", "<i/>")]
    [InlineData("source/@file", "<d><source/></d>", "<d><source file='a' index='1'/></d>", "<d><source index='1'/></d>")]
    [InlineData("size", "<d><size>5</size></d>", "<d><size>4</size><x/></d>", "<d><size>5</size><x/></d>")]
    public void Carries_one_field_and_leaves_the_rest(string path, string from, string to, string expected)
    {
        var target = XElement.Parse(to);
        DeviceEdit.Carry(XElement.Parse(from), target, path.Split('/').Select(step => new XmlStep(step)).ToArray());
        Assert.Equal(XElement.Parse(expected).ToString(), target.ToString());
    }
}
