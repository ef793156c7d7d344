using System.Text.Json;
using VirtProvision.Cli.Terminal;
using VirtProvision.Core.Images;
using VirtProvision.Runtime.Images;

namespace VirtProvision.Cli.Views;

/// <summary>Images: what the specs call them, their lock, their volume on the host and its users.</summary>
internal sealed class ImagesView(ImmutableArray<ImageState> images) : IView
{
    public void WriteText(TextWriter output, Style style)
    {
        foreach (var image in images)
        {
            output.WriteLine(Visible.Of(image.Declared?.Name ?? image.OnHost!.Name));
            if (image.Declared is { } declared)
            {
                output.WriteLine($"    from     {Visible.Of(ImageSource.Shown(declared.Source))}");
                output.WriteLine($"    content  {ContentOf(image)}");
            }

            output.WriteLine($"    host     {(image.OnHost is { } volume ? $"{Visible.Of(volume.Path)}, {Words.Size(volume.Allocation)}" : "not there")}");
            if (image.OnHost is not null)
            {
                output.WriteLine($"    used by  {(image.Users.IsEmpty ? style.Dim("nobody") : Visible.Of(string.Join(", ", image.Users)))}");
            }
        }
    }

    public void WriteJson(Utf8JsonWriter json)
    {
        json.WriteStartArray();
        foreach (var image in images)
        {
            Write(json, image);
        }

        json.WriteEndArray();
    }

    public static void Write(Utf8JsonWriter json, ImageState image)
    {
        json.WriteStartObject();
        json.WriteString("name"u8, image.Declared?.Name);
        json.WriteString("source"u8, image.Declared is { } declared ? ImageSource.Shown(declared.Source) : null);
        json.WriteString("sha256"u8, DigestOf(image));
        json.WriteString("format"u8, image.OnHost?.Format ?? image.Declared?.Locked?.Format);
        if (image.Declared?.Locked is { Size: { } size })
        {
            json.WriteNumber("size"u8, size);
        }

        json.WriteString("locked"u8, image.Declared?.Locked?.Locked.ToString("O", System.Globalization.CultureInfo.InvariantCulture));
        json.WriteString("pool"u8, image.OnHost?.Pool ?? image.Declared?.Pool);
        json.WriteString("volume"u8, image.OnHost?.Name ?? image.Declared?.Volume?.Name);
        json.WriteBoolean("onHost"u8, image.OnHost is not null);
        json.WriteStartArray("usedBy"u8);
        foreach (var user in image.Users)
        {
            json.WriteStringValue(user);
        }

        json.WriteEndArray();
        json.WriteEndObject();
    }

    public static string? DigestOf(ImageState image) =>
        image.OnHost is { } volume ? ImageFormat.DigestIn(volume.Name) : image.Declared?.Sha256 ?? image.Declared?.Locked?.Sha256;

    private static string ContentOf(ImageState image) => DigestOf(image) is { } digest
        ? $"sha256 {digest}{(image.Declared?.Locked is { } locked ? $", {locked.Format}{(locked.Compression is { } compression ? "." + compression : "")}{(locked.Size is { } size ? ", " + Words.Size(size) : "")}, locked {locked.Locked:yyyy-MM-dd}" : ", said by the spec")}"
        : "not locked";
}
