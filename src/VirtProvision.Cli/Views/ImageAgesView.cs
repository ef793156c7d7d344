using System.Text.Json;
using VirtProvision.Cli.Terminal;
using VirtProvision.Core.Images;
using VirtProvision.Runtime.Images;

namespace VirtProvision.Cli.Views;

/// <summary>Which images have a newer content where they come from.</summary>
internal sealed class ImageAgesView(ImmutableArray<ImageAge> ages) : IView
{
    public void WriteText(TextWriter output, Style style)
    {
        foreach (var age in ages)
        {
            output.WriteLine($"{Word(age),-9} {Visible.Of(age.Image.Name)}: {Visible.Of(age.Reason)} {style.Dim($"({Visible.Of(ImageSource.Shown(age.Image.Source))})")}");
        }

        if (ages.Any(static age => age.IsOutdated is true))
        {
            output.WriteLine(style.Dim("Take the new ones with \"virt-provision images update\". Disks that exist keep what they stand on."));
        }
    }

    public void WriteJson(Utf8JsonWriter json)
    {
        json.WriteStartArray();
        foreach (var age in ages)
        {
            json.WriteStartObject();
            json.WriteString("name"u8, age.Image.Name);
            json.WriteString("source"u8, ImageSource.Shown(age.Image.Source));
            json.WriteString("state"u8, Word(age));
            json.WriteString("reason"u8, age.Reason);
            json.WriteEndObject();
        }

        json.WriteEndArray();
    }

    private static string Word(ImageAge age) => age.IsOutdated switch
    {
        true => "outdated",
        false => "current",
        null => "unknown",
    };
}
