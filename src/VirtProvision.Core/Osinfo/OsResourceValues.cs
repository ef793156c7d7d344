namespace VirtProvision.Core.Osinfo;

/// <summary>Amounts that osinfo-db states; null where it states none.</summary>
/// <param name="Ram">Bytes.</param>
/// <param name="Cpus">Number of processors.</param>
/// <param name="Storage">Bytes of disk.</param>
public sealed record OsResourceValues(long? Ram, int? Cpus, long? Storage)
{
    public static readonly OsResourceValues Unknown = new(null, null, null);

    /// <summary>These, and another's where these state nothing.</summary>
    public OsResourceValues Or(OsResourceValues other) => new(Ram ?? other.Ram, Cpus ?? other.Cpus, Storage ?? other.Storage);
}
