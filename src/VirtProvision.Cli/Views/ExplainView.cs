using System.Text.Json;
using VirtProvision.Cli.Terminal;
using VirtProvision.Core.Defaults;
using VirtProvision.Core.Documents;
using VirtProvision.Runtime;

namespace VirtProvision.Cli.Views;

/// <summary>The defaults of new domains: field and value, and behind them the rule that gave them.</summary>
internal sealed class ExplainView(IReadOnlyList<ExplainedDomain> domains) : IView
{
    // Wider fields and values push the rule out of its column rather than all rules out of the screen.
    private const int WidestColumn = 60;

    public void WriteText(TextWriter output, Style style)
    {
        foreach (var domain in domains)
        {
            var (id, defaults) = domain;
            output.WriteLine(style.Bold(Visible.Of(domain.Host is null ? id.ToString() : $"{id} on {domain.Host}")));
            var lines = Lines(defaults).ToArray();
            var width = lines.Select(static line => line.Text.Length).Where(static length => length <= WidestColumn).DefaultIfEmpty().Max();
            foreach (var (text, rule) in lines)
            {
                output.WriteLine($"  {text.PadRight(width)}  {style.Dim($"# {rule}")}");
            }

            if (lines.Length is 0)
            {
                output.WriteLine("  no defaults: its spec says all");
            }
        }
    }

    public void WriteJson(Utf8JsonWriter json)
    {
        json.WriteStartArray();
        foreach (var domain in domains)
        {
            var (id, defaults) = domain;
            json.WriteStartObject();
            PlanJson.WriteResource(id, json, domain.Host);
            json.WriteStartArray("defaults"u8);
            foreach (var effect in defaults)
            {
                Write(effect, json);
            }

            json.WriteEndArray();
            json.WriteEndObject();
        }

        json.WriteEndArray();
    }

    private static void Write(RuleEffect effect, Utf8JsonWriter json)
    {
        json.WriteStartObject();
        json.WriteString("field"u8, effect.Field);
        json.WritePropertyName("value"u8);
        SpecJson.Write(effect.Value, json);
        json.WriteString("rule"u8, effect.Rule);
        json.WriteString("when"u8, effect.Condition);
        json.WriteString("file"u8, effect.Place.File.Path);
        json.WriteNumber("line"u8, effect.Place.Start.Line);
        json.WriteEndObject();
    }

    /// <summary>What one rule writes several times over is one line: <c>controllers[2…15]: {type: pci, model: pcie-root-port}</c>.</summary>
    private static IEnumerable<(string Text, string Rule)> Lines(IReadOnlyList<RuleEffect> defaults)
    {
        for (var i = 0; i < defaults.Count;)
        {
            var (field, value, rule) = (defaults[i].Field, TextOf(defaults[i].Value), defaults[i].Rule);
            var same = 1;
            while (i + same < defaults.Count && defaults[i + same].Rule == rule && TextOf(defaults[i + same].Value) == value && Shifted(field, same) == defaults[i + same].Field)
            {
                same++;
            }

            yield return (Visible.Of($"{(same > 1 ? $"{field[..^1]}…{IndexOf(field) + same - 1}]" : field)}: {value}"), rule);
            i += same;
        }
    }

    private static string? Shifted(string field, int by) => IndexOf(field) is { } index ? $"{field[..field.LastIndexOf('[')]}[{index + by}]" : null;

    private static int? IndexOf(string field) =>
        field.EndsWith(']') && int.TryParse(field.AsSpan(field.LastIndexOf('[') + 1, field.Length - field.LastIndexOf('[') - 2), NumberStyles.None, CultureInfo.InvariantCulture, out var index) ? index : null;

    private static string TextOf(DocumentNode? value) => value switch
    {
        null => "(removed)",
        ScalarNode scalar => scalar.Text,
        SequenceNode list => $"[{string.Join(", ", list.Items.Select(TextOf))}]",
        MappingNode mapping => $"{{{string.Join(", ", mapping.Entries.Select(static entry => $"{entry.Key.Text}: {TextOf(entry.Value)}"))}}}",
        _ => "",
    };
}
