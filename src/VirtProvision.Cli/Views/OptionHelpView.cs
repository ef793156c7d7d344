using System.Text.Json;
using VirtProvision.Cli.Terminal;
using VirtProvision.Core.Options;

namespace VirtProvision.Cli.Views;

/// <summary>The sub-options of options, one a line.</summary>
internal sealed class OptionHelpView(IReadOnlyList<OptionHelp> helps) : IView
{
    private const int Column = 44;

    public void WriteText(TextWriter output, Style style)
    {
        foreach (var help in helps)
        {
            output.WriteLine($"{string.Join(", ", help.Option.Spellings)}  {help.Description}");
            if (!help.Positional.IsEmpty)
            {
                output.WriteLine($"  Values without a name come first: {string.Join(", ", help.Positional)}.");
            }

            foreach (var entry in help.Entries)
            {
                var names = $"  {string.Join(", ", entry.Names)}={entry.Value}";
                output.WriteLine(names.Length < Column ? $"{names.PadRight(Column)}{entry.Description}" : $"{names}\n{new string(' ', Column)}{entry.Description}");
            }
        }
    }

    public void WriteJson(Utf8JsonWriter json)
    {
        json.WriteStartObject();
        foreach (var help in helps)
        {
            json.WriteStartArray(help.Option.Name);
            foreach (var entry in help.Entries)
            {
                json.WriteStartObject();
                json.WriteStartArray("names"u8);
                foreach (var name in entry.Names)
                {
                    json.WriteStringValue(name);
                }

                json.WriteEndArray();
                json.WriteString("value"u8, entry.Value);
                json.WriteString("description"u8, entry.Description);
                json.WriteEndObject();
            }

            json.WriteEndArray();
        }

        json.WriteEndObject();
    }
}
