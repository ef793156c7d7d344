using System.Text;
using System.Text.Json;
using VirtProvision.Cli.Terminal;
using VirtProvision.Cli.Views;
using VirtProvision.Core.Osinfo;

namespace VirtProvision.Cli.Tests.Views;

public sealed class OsListViewTests
{
    private static readonly OsListView s_view = new(
    [
        new OsFacts { ShortId = "acme2", ShortIds = ["acme2", "acmeanvil"], Id = "http://example.org/acme/2", Name = "Acme 2", Family = "linux", EndOfLife = new DateOnly(2030, 1, 2) },
        OsFacts.Generic,
    ]);

    [Fact]
    public void A_line_has_a_systems_names_and_its_title()
    {
        var output = new StringWriter();
        s_view.WriteText(output, Style.Plain);

        Assert.Equal(["acme2, acmeanvil              Acme 2", "generic                       Unknown operating system"], output.ToString().Split('\n', StringSplitOptions.RemoveEmptyEntries));
    }

    [Fact]
    public void Json_has_what_is_known()
    {
        using var stream = new MemoryStream();
        using (var json = new Utf8JsonWriter(stream))
        {
            s_view.WriteJson(json);
        }

        Assert.StartsWith("""[{"shortId":"acme2","shortIds":["acme2","acmeanvil"],"id":"http://example.org/acme/2","name":"Acme 2","family":"linux","endOfLife":"2030-01-02"},""",
            Encoding.UTF8.GetString(stream.ToArray()), StringComparison.Ordinal);
    }
}
