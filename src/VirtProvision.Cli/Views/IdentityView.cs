using System.Text.Json;
using VirtProvision.Cli.Terminal;
using VirtProvision.Core.Cloning;

namespace VirtProvision.Cli.Views;

/// <summary>What domains have in common that each should have alone.</summary>
internal sealed class IdentityView(int domains, ImmutableArray<SharedIdentity> shared) : IView
{
    public void WriteText(TextWriter output, Style style)
    {
        foreach (var item in shared)
        {
            output.WriteLine($"{style.Red("✗")} {Visible.Of(item.What)} {style.Bold(Visible.Of(item.Value))}: {Visible.Of(string.Join(", ", item.Domains))}");
        }

        output.WriteLine(style.Bold(string.Create(CultureInfo.InvariantCulture, $"{domains} domains, {(shared.IsEmpty ? "each a machine of its own" : shared.Length is 1 ? "1 thing that more than one has" : $"{shared.Length} things that more than one has")}.")));
    }

    public void WriteJson(Utf8JsonWriter json)
    {
        json.WriteStartObject();
        json.WriteNumber("domains"u8, domains);
        json.WriteStartArray("shared"u8);
        foreach (var item in shared)
        {
            json.WriteStartObject();
            json.WriteString("what"u8, item.What);
            json.WriteString("value"u8, item.Value);
            json.WriteStartArray("domains"u8);
            foreach (var domain in item.Domains)
            {
                json.WriteStringValue(domain);
            }

            json.WriteEndArray();
            json.WriteEndObject();
        }

        json.WriteEndArray();
        json.WriteEndObject();
    }
}
