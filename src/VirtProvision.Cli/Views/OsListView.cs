using System.Globalization;
using System.Text.Json;
using VirtProvision.Cli.Terminal;
using VirtProvision.Core.Osinfo;

namespace VirtProvision.Cli.Views;

/// <summary>The operating systems that a domain can be made for: what <c>osinfo</c> takes, and what it means.</summary>
internal sealed class OsListView(ImmutableArray<OsFacts> systems) : IView
{
    // Few systems have more aliases than fit.
    private const int NamesWidth = 28;

    public void WriteText(TextWriter output, Style style)
    {
        foreach (var os in systems)
        {
            output.WriteLine($"{string.Join(", ", os.ShortIds).PadRight(NamesWidth)}  {os.Name}");
        }
    }

    public void WriteJson(Utf8JsonWriter json)
    {
        json.WriteStartArray();
        foreach (var os in systems)
        {
            json.WriteStartObject();
            json.WriteString("shortId"u8, os.ShortId);
            json.WriteStartArray("shortIds"u8);
            foreach (var name in os.ShortIds)
            {
                json.WriteStringValue(name);
            }

            json.WriteEndArray();
            json.WriteString("id"u8, os.Id);
            json.WriteString("name"u8, os.Name);
            Write(json, "family"u8, os.Family);
            Write(json, "distro"u8, os.Distro);
            Write(json, "version"u8, os.Version);
            Write(json, "endOfLife"u8, os.EndOfLife?.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture));
            json.WriteEndObject();
        }

        json.WriteEndArray();
    }

    private static void Write(Utf8JsonWriter json, ReadOnlySpan<byte> name, string? value)
    {
        if (value is not null)
        {
            json.WriteString(name, value);
        }
    }
}
