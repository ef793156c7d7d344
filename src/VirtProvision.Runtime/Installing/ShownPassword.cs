using VirtProvision.Core.Resources;

namespace VirtProvision.Runtime.Installing;

/// <summary>A password that was made for a guest. It stands in clear here alone: to be shown once, when the domain is there, and in no log, file or document.</summary>
/// <param name="MustChange">The guest asks for another at the first login.</param>
public sealed record ShownPassword(ResourceId Domain, string Login, string Password, bool MustChange);
