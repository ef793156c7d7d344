namespace VirtProvision.Core.Media;

/// <summary>A kernel and its initrd: paths relative to the root of an install tree.</summary>
public sealed record BootFiles(string Kernel, string Initrd);
