using System.Text.Json;

namespace VirtProvision.Runtime.Snapshots;

/// <summary><c>host.json</c>: what is known of a host beside its XML. What is left out has the most common value.</summary>
internal sealed record SnapshotRecord
{
    /// <summary>The connection that the snapshot stands for: <c>qemu:///system</c>.</summary>
    public required string Uri { get; init; }

    public required string Driver { get; init; }

    public bool IsRemote { get; init; }

    public bool IsSession { get; init; }

    public string? DefaultBridge { get; init; }

    /// <summary>The machine whose files the host's paths mean; null: nobody said, so this one.</summary>
    public string? Hostname { get; init; }

    /// <summary>By architecture; null where nobody can tell.</summary>
    public required ImmutableDictionary<string, ImmutableArray<string>> CpuSecurityFeatures { get; init; }

    public required ImmutableDictionary<string, ObjectRecord> Domains { get; init; }

    public required ImmutableDictionary<string, ObjectRecord> Networks { get; init; }

    public required ImmutableDictionary<string, PoolRecord> Pools { get; init; }

    public required ImmutableArray<string> NodeDevices { get; init; }

    /// <exception cref="JsonException">The text is no JSON.</exception>
    /// <exception cref="FormatException">It is, but does not say what it must; the message says what.</exception>
    public static SnapshotRecord Parse(string text)
    {
        using var document = JsonDocument.Parse(text);
        var root = document.RootElement;
        if (root.ValueKind is not JsonValueKind.Object || Text(root, "uri") is not { Length: > 0 } uri)
        {
            throw new FormatException("\"uri\" is missing, the connection that the snapshot stands for");
        }

        return new SnapshotRecord
        {
            Uri = uri,
            Driver = Text(root, "driver") ?? uri.Split(':', '+')[0],
            IsRemote = Flag(root, "is_remote") ?? false,
            IsSession = Flag(root, "is_session") ?? uri.EndsWith("/session", StringComparison.Ordinal),
            DefaultBridge = Text(root, "default_bridge"),
            Hostname = Text(root, "hostname"),
            CpuSecurityFeatures = Members(root, "cpu_security_features").Where(static item => item.Value.ValueKind is JsonValueKind.Array)
                .ToImmutableDictionary(static item => item.Name, static item => Texts(item.Value)),
            Domains = Members(root, "domains").ToImmutableDictionary(static item => item.Name, static item => ObjectRecord.Read(item.Value)),
            Networks = Members(root, "networks").ToImmutableDictionary(static item => item.Name, static item => ObjectRecord.Read(item.Value)),
            Pools = Members(root, "pools").ToImmutableDictionary(static item => item.Name, static item => PoolRecord.Read(item.Value)),
            NodeDevices = root.TryGetProperty("nodedevs", out var devices) ? Texts(devices) : [],
        };
    }

    internal static bool? Flag(JsonElement parent, string name) =>
        Member(parent, name) is { ValueKind: JsonValueKind.True or JsonValueKind.False } flag ? flag.GetBoolean() : null;

    internal static string? Text(JsonElement parent, string name) => Member(parent, name) is { ValueKind: JsonValueKind.String } text ? text.GetString() : null;

    /// <summary>A number of bytes; what libvirt let run below zero is zero.</summary>
    internal static long? Bytes(JsonElement parent, string name) =>
        Member(parent, name) is { ValueKind: JsonValueKind.Number } number && number.TryGetUInt64(out var bytes) ? bytes > long.MaxValue ? 0 : (long)bytes : null;

    internal static JsonElement? Member(JsonElement parent, string name) =>
        parent.ValueKind is JsonValueKind.Object && parent.TryGetProperty(name, out var member) ? member : null;

    private static JsonElement.ObjectEnumerator Members(JsonElement parent, string name) =>
        Member(parent, name) is { ValueKind: JsonValueKind.Object } member ? member.EnumerateObject() : default;

    private static ImmutableArray<string> Texts(JsonElement array) => array.ValueKind is JsonValueKind.Array
        ? [.. array.EnumerateArray().Where(static item => item.ValueKind is JsonValueKind.String).Select(static item => item.GetString()!)]
        : [];
}

/// <summary>The state of a domain or network that its XML does not tell.</summary>
/// <param name="Number">What libvirt numbered it by while it ran.</param>
internal sealed record ObjectRecord(bool IsActive, bool IsAutostart, bool IsPersistent, int? Number)
{
    public static ObjectRecord Read(JsonElement item) => new(
        SnapshotRecord.Flag(item, "active") ?? false,
        SnapshotRecord.Flag(item, "autostart") ?? false,
        SnapshotRecord.Flag(item, "persistent") ?? true,
        SnapshotRecord.Member(item, "id") is { ValueKind: JsonValueKind.Number } id && id.TryGetInt32(out var number) ? number : null);
}

/// <summary>The state of a pool, and the list of its volumes.</summary>
internal sealed record PoolRecord(ObjectRecord State, long? Capacity, long? Available, ImmutableArray<VolumeRecord> Volumes)
{
    public static PoolRecord Read(JsonElement item) => new(
        ObjectRecord.Read(item),
        SnapshotRecord.Bytes(item, "capacity"),
        SnapshotRecord.Bytes(item, "available"),
        SnapshotRecord.Member(item, "volumes") is { ValueKind: JsonValueKind.Array } volumes
            ? [.. volumes.EnumerateArray().Select(VolumeRecord.Read).OfType<VolumeRecord>()]
            : []);
}

/// <summary>A volume's name, and the path by which it is found without its XML.</summary>
internal sealed record VolumeRecord(string Name, string? Path)
{
    public static VolumeRecord? Read(JsonElement item) =>
        SnapshotRecord.Text(item, "name") is { } name ? new VolumeRecord(name, SnapshotRecord.Text(item, "path")) : null;
}
