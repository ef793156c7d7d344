namespace VirtProvision.Runtime.Media;

/// <summary>How the names of an image are written.</summary>
/// <param name="BlockSize">Bytes of a logical block, in which places are counted.</param>
/// <param name="RockRidge">Present where the image has POSIX names in its system use fields.</param>
/// <param name="IsJoliet">Names are UCS-2, big-endian.</param>
internal sealed record IsoNames(int BlockSize, RockRidge? RockRidge, bool IsJoliet);
