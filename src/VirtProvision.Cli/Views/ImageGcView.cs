using System.Text.Json;
using VirtProvision.Cli.Terminal;
using VirtProvision.Runtime.Images;

namespace VirtProvision.Cli.Views;

/// <summary>Which images of a host go, which stay, and why: the proof stands before the question.</summary>
internal sealed class ImageGcView(ImageCensus census, ImmutableArray<ImageState> unused, ImmutableArray<ImageState> removed) : IView
{
    /// <summary>The list was shown already; only what became of it follows.</summary>
    public bool IsListed { get; init; }

    public void WriteText(TextWriter output, Style style)
    {
        if (IsListed)
        {
            output.WriteLine($"{removed.Length} of {unused.Length} removed.");
            return;
        }

        output.WriteLine($"Looked at {census.Volumes} volumes and {census.Domains} domains.");
        foreach (var image in census.Images.Where(static image => image.OnHost is not null))
        {
            output.WriteLine(unused.Contains(image)
                ? $"  - {Visible.Of(image.OnHost!.Path)} ({Words.Size(image.OnHost.Allocation)}): no domain uses it, no volume stands on it, no spec given here names it"
                : $"    {Visible.Of(image.OnHost!.Path)} stays: {Visible.Of(Why(image))}");
        }

        output.WriteLine(unused.IsEmpty ? "Nothing to remove." : $"{unused.Length} to remove, {Words.Size(unused.Sum(static image => image.OnHost!.Allocation))}.");
    }

    public void WriteJson(Utf8JsonWriter json)
    {
        json.WriteStartObject();
        json.WriteNumber("volumesSeen"u8, census.Volumes);
        json.WriteNumber("domainsSeen"u8, census.Domains);
        Write(json, "unseen"u8, census.Unseen);
        Write(json, "unused"u8, unused);
        Write(json, "kept"u8, [.. census.Images.Where(image => image.OnHost is not null && !unused.Contains(image))]);
        Write(json, "removed"u8, removed);
        json.WriteEndObject();
    }

    private static string Why(ImageState image) => image.Users.IsEmpty ? $"the specs name it as {image.Declared!.Name}" : string.Join(", ", image.Users);

    private static void Write(Utf8JsonWriter json, ReadOnlySpan<byte> name, ImmutableArray<string> texts)
    {
        json.WriteStartArray(name);
        foreach (var text in texts)
        {
            json.WriteStringValue(text);
        }

        json.WriteEndArray();
    }

    private static void Write(Utf8JsonWriter json, ReadOnlySpan<byte> name, ImmutableArray<ImageState> images)
    {
        json.WriteStartArray(name);
        foreach (var image in images)
        {
            ImagesView.Write(json, image);
        }

        json.WriteEndArray();
    }
}
