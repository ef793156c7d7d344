using System.Text.Json;
using VirtProvision.Cli.Terminal;
using VirtProvision.Core.Exporting;

namespace VirtProvision.Cli.Views;

/// <summary>Exported specs: as documents to keep, or which files they were written to.</summary>
internal sealed class ExportView(ImmutableArray<ExportedResource> resources, string? folder, ImmutableArray<string> files) : IView
{
    public void WriteText(TextWriter output, Style style)
    {
        if (folder is null)
        {
            output.Write(string.Join("---\n", resources.Select(static resource => resource.ToYaml())));
            return;
        }

        output.WriteLine($"{resources.Length} spec{(resources.Length == 1 ? "" : "s")} written to {Visible.Of(folder)}.");
    }

    public void WriteJson(Utf8JsonWriter json)
    {
        json.WriteStartArray();
        for (var i = 0; i < resources.Length; i++)
        {
            json.WriteStartObject();
            PlanJson.WriteResource(resources[i].Id, json, resources[i].Host);
            if (folder is not null)
            {
                json.WriteString("file"u8, Path.Combine(folder, files[i]));
            }

            json.WriteStartArray("secrets"u8);
            foreach (var secret in resources[i].Secrets)
            {
                json.WriteStringValue(secret);
            }

            json.WriteEndArray();
            json.WritePropertyName("document"u8);
            SpecJson.Write(resources[i].Document, json);
            json.WriteEndObject();
        }

        json.WriteEndArray();
    }
}
