using System.Xml.Linq;

namespace VirtProvision.Runtime.Applying;

/// <summary>Which pools are built when they are made. Building a pool of another kind formats disks: that is for people to do.</summary>
internal static class PoolFolders
{
    public static bool AreMade(XElement pool) => pool.Attribute("type")?.Value is "dir" or "fs" or "netfs";
}
