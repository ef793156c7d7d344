namespace VirtProvision.Core.Osinfo;

/// <summary>That a system has a driver for a device, or has none although what it derives from does.</summary>
/// <param name="Device">The device's id.</param>
public sealed record OsDeviceLink(string Device, bool IsSupported);
