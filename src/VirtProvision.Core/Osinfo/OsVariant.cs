namespace VirtProvision.Core.Osinfo;

/// <summary>An edition of a system.</summary>
/// <param name="Id">Media, trees and images refer to it: <c>server-netinst</c>.</param>
/// <param name="Name">For people: <c>Fedora Server 37</c>.</param>
public sealed record OsVariant(string Id, string Name);
