namespace VirtProvision.Core.Osinfo;

/// <summary>What the primary volume descriptor of an ISO 9660 image says, without trailing spaces (ECMA-119, 8.4).</summary>
/// <param name="VolumeSize">Bytes: volume space size × logical block size.</param>
public sealed record MediaClues(string? VolumeId, string? SystemId, string? PublisherId, string? ApplicationId, long? VolumeSize);
