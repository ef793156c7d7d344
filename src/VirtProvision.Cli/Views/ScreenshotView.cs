using System.Text.Json;
using VirtProvision.Cli.Terminal;
using VirtProvision.Runtime.Hypervisors;

namespace VirtProvision.Cli.Views;

/// <summary>Where a picture went.</summary>
internal sealed class ScreenshotView(string path, GuestPicture picture) : IView
{
    public void WriteText(TextWriter output, Style style) =>
        output.WriteLine(Visible.Of($"{path}: {picture.MediaType ?? "unknown format"}, {Words.Size(picture.Content.Length)}"));

    public void WriteJson(Utf8JsonWriter json)
    {
        json.WriteStartObject();
        json.WriteString("file"u8, path);
        json.WriteString("mediaType"u8, picture.MediaType);
        json.WriteNumber("size"u8, picture.Content.Length);
        json.WriteEndObject();
    }
}
