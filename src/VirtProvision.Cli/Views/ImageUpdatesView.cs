using System.Text.Json;
using VirtProvision.Cli.Terminal;
using VirtProvision.Core.Images;
using VirtProvision.Runtime.Images;

namespace VirtProvision.Cli.Views;

/// <summary>What became of the entries of lock files.</summary>
internal sealed class ImageUpdatesView(ImmutableArray<ImageUpdate> updates) : IView
{
    public void WriteText(TextWriter output, Style style)
    {
        foreach (var update in updates)
        {
            output.WriteLine($"{Word(update),-9} {Visible.Of(update.Image.Name)}: {Said(update)} {style.Dim($"({Visible.Of(ImageSource.Shown(update.Image.Source))})")}");
        }
    }

    public void WriteJson(Utf8JsonWriter json)
    {
        json.WriteStartArray();
        foreach (var update in updates)
        {
            json.WriteStartObject();
            json.WriteString("name"u8, update.Image.Name);
            json.WriteString("source"u8, ImageSource.Shown(update.Image.Source));
            json.WriteString("state"u8, Word(update));
            json.WriteString("before"u8, update.Before?.Sha256);
            json.WriteString("after"u8, update.After?.Sha256);
            json.WriteString("format"u8, update.After?.Format);
            json.WriteEndObject();
        }

        json.WriteEndArray();
    }

    private static string Word(ImageUpdate update) => update switch
    {
        { After: null } => "failed",
        { Before: null } => "locked",
        { IsChange: true } => "updated",
        _ => "unchanged",
    };

    private static string Said(ImageUpdate update) => update switch
    {
        { After: null } => "its origin failed",
        { Before: { } before, After: { } after } when before.Sha256 != after.Sha256 => $"sha256 {before.Sha256} → {after.Sha256}",
        { After: { } after } => $"sha256 {after.Sha256}, {after.Format}",
    };
}
