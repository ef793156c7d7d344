namespace VirtProvision.Runtime.Installing;

/// <summary>A CD for a guest's first start, written when it is needed.</summary>
/// <param name="Name">Of its volume; the same content has the same name.</param>
internal sealed record SeedCd(string Name, Func<Stream, CancellationToken, Task> WriteAsync);
