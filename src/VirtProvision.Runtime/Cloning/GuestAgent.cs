using System.Buffers.Text;
using System.Text;
using System.Text.Json;
using VirtProvision.Core.Resources;
using VirtProvision.Libvirt.Errors;
using VirtProvision.Runtime.Hypervisors;

namespace VirtProvision.Runtime.Cloning;

/// <summary>What the QEMU guest agent in a running guest tells, by commands that only read. https://qemu.readthedocs.io/en/latest/interop/qemu-ga-ref.html</summary>
internal sealed class GuestAgent(IHypervisor host, ResourceId domain)
{
    // What is read here is a line or two; whoever sends more is no file of that name.
    private const int MostBytes = 16 * 1024;

    public async Task<bool> AnswersAsync(CancellationToken cancellationToken) =>
        await AskAsync("guest-ping", static _ => { }, static _ => "", cancellationToken).ConfigureAwait(false) is not null;

    public Task<string?> ReadHostNameAsync(CancellationToken cancellationToken) =>
        AskAsync("guest-get-host-name", static _ => { }, static answer => answer.GetProperty("host-name").GetString(), cancellationToken);

    /// <summary>A small file's text; null when there is none, or the agent may not read it.</summary>
    public async Task<string?> ReadFileAsync(string path, CancellationToken cancellationToken)
    {
        var opened = await AskAsync(
            "guest-file-open", json => { json.WriteString("path"u8, path); json.WriteString("mode"u8, "r"); }, static answer => answer.GetInt64().ToString(CultureInfo.InvariantCulture), cancellationToken)
            .ConfigureAwait(false);
        if (opened is null)
        {
            return null;
        }

        var handle = long.Parse(opened, CultureInfo.InvariantCulture);
        var text = await AskAsync(
            "guest-file-read", json => { json.WriteNumber("handle"u8, handle); json.WriteNumber("count"u8, MostBytes); }, static answer => answer.GetProperty("buf-b64").GetString(), cancellationToken)
            .ConfigureAwait(false);
        await AskAsync("guest-file-close", json => json.WriteNumber("handle"u8, handle), static _ => "", cancellationToken).ConfigureAwait(false);
        return text is not null && Base64.IsValid(text) ? Encoding.UTF8.GetString(Convert.FromBase64String(text)) : null;
    }

    /// <returns>Null when no agent answers, it refuses, or answers something else than what was asked.</returns>
    private async Task<string?> AskAsync(string command, Action<Utf8JsonWriter> arguments, Func<JsonElement, string?> read, CancellationToken cancellationToken)
    {
        try
        {
            using var answer = JsonDocument.Parse(await host.AskAgentAsync(domain, Write(command, arguments), cancellationToken).ConfigureAwait(false) ?? "");
            return read(answer.RootElement.GetProperty("return"));
        }
        catch (Exception exception) when (exception is LibvirtServerException or JsonException or KeyNotFoundException or InvalidOperationException or FormatException)
        {
            return null;
        }
    }

    private static string Write(string command, Action<Utf8JsonWriter> arguments)
    {
        using var text = new MemoryStream();
        using (var json = new Utf8JsonWriter(text))
        {
            json.WriteStartObject();
            json.WriteString("execute"u8, command);
            json.WriteStartObject("arguments"u8);
            arguments(json);
            json.WriteEndObject();
            json.WriteEndObject();
        }

        return Encoding.UTF8.GetString(text.ToArray());
    }
}
