using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using VirtProvision.Core.Hosts;
using VirtProvision.Core.Kinds;
using VirtProvision.Core.Planning;

namespace VirtProvision.Runtime.Snapshots;

/// <summary>Collects <c>host.json</c> while the objects are written.</summary>
internal sealed class SnapshotRecordWriter
{
    private static readonly JsonWriterOptions s_format = new() { Indented = true, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    private readonly List<ObservedResource> _objects = [];
    private readonly Dictionary<string, (HostPool Pool, ImmutableArray<HostVolume> Volumes)> _pools = new(StringComparer.Ordinal);

    public Dictionary<string, ImmutableArray<string>> CpuSecurityFeatures { get; } = new(StringComparer.Ordinal);

    public ImmutableArray<string> NodeDevices { get; set; } = [];

    public void Add(ObservedResource item) => _objects.Add(item);

    public void Add(HostPool pool, ImmutableArray<HostVolume> volumes) => _pools[pool.Name] = (pool, volumes);

    public string ToJson(string uri, HostFacts facts, bool hasSecrets, DateTimeOffset now)
    {
        using var buffer = new MemoryStream();
        using (var json = new Utf8JsonWriter(buffer, s_format))
        {
            json.WriteStartObject();
            json.WriteString("uri"u8, uri);
            json.WriteString("driver"u8, facts.Driver);
            json.WriteBoolean("is_remote"u8, !facts.IsLocal);
            json.WriteBoolean("is_session"u8, facts.IsSession);
            // Of another machine's files not even the machine is known when a snapshot of a snapshot is taken: then it is none that there is.
            json.WriteString("hostname"u8, facts.HasFilesHere ? Environment.MachineName : "");
            json.WriteString("taken"u8, now.ToUniversalTime().ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture));
            json.WriteBoolean("secrets"u8, hasSecrets);
            json.WriteString("default_bridge"u8, facts.DefaultBridge);
            json.WriteStartObject("cpu_security_features"u8);
            foreach (var (arch, features) in CpuSecurityFeatures.OrderBy(static item => item.Key, StringComparer.Ordinal))
            {
                WriteTexts(json, arch, features);
            }

            json.WriteEndObject();
            WriteObjects(json, ResourceKind.Domain);
            WriteObjects(json, ResourceKind.Network);
            WriteObjects(json, ResourceKind.StoragePool);
            WriteTexts(json, SnapshotLayout.NodeDevices, NodeDevices);
            json.WriteEndObject();
        }

        return Encoding.UTF8.GetString(buffer.GetBuffer().AsSpan(0, (int)buffer.Length)) + "\n";
    }

    private void WriteObjects(Utf8JsonWriter json, ResourceKind kind)
    {
        json.WriteStartObject(SnapshotLayout.FolderOf(kind));
        foreach (var item in _objects.Where(item => item.Id.Kind == kind))
        {
            json.WriteStartObject(item.Id.Name);
            if (item.Inactive.Element("uuid")?.Value is { } uuid)
            {
                json.WriteString("uuid"u8, uuid);
            }

            json.WriteBoolean("active"u8, item.IsRunning);
            json.WriteBoolean("autostart"u8, item.Autostart);
            json.WriteBoolean("persistent"u8, item.IsPersistent);
            if (kind == ResourceKind.StoragePool && _pools.TryGetValue(item.Id.Name, out var found))
            {
                WritePool(json, found.Pool, found.Volumes);
            }

            json.WriteEndObject();
        }

        json.WriteEndObject();
    }

    private static void WritePool(Utf8JsonWriter json, HostPool pool, ImmutableArray<HostVolume> volumes)
    {
        if (pool is { Capacity: { } capacity, Available: { } available })
        {
            json.WriteNumber("capacity"u8, capacity);
            json.WriteNumber("available"u8, available);
        }

        json.WriteStartArray("volumes"u8);
        foreach (var volume in volumes)
        {
            json.WriteStartObject();
            json.WriteString("name"u8, volume.Name);
            json.WriteString("key"u8, volume.Key);
            json.WriteString("path"u8, volume.Path);
            json.WriteString("type"u8, volume.Type);
            json.WriteNumber("capacity"u8, volume.Capacity);
            json.WriteNumber("allocation"u8, volume.Allocation);
            json.WriteEndObject();
        }

        json.WriteEndArray();
    }

    private static void WriteTexts(Utf8JsonWriter json, string name, ImmutableArray<string> texts)
    {
        json.WriteStartArray(name);
        foreach (var text in texts)
        {
            json.WriteStringValue(text);
        }

        json.WriteEndArray();
    }
}
