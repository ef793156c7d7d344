namespace VirtProvision.Core.Osinfo;

/// <summary>An answer that an install script takes.</summary>
/// <param name="Name">libosinfo's word: <c>admin-password</c>, <c>l10n-timezone</c>, <c>hostname</c> …</param>
/// <param name="IsRequired">The installation needs it.</param>
public sealed record InstallScriptParameter(string Name, bool IsRequired);
