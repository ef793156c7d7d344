using System.Text.Json;
using VirtProvision.Cli.Terminal;
using VirtProvision.Runtime.Operating;

namespace VirtProvision.Cli.Views;

/// <summary>Where a viewer connects to. A password is never shown: only that there is one.</summary>
internal sealed class ViewerView(string domain, GraphicsDisplay display, ViewerRoute route) : IView
{
    public void WriteText(TextWriter output, Style style)
    {
        output.WriteLine(style.Bold(Visible.Of(route.Uri)));
        if (route.NeedsTunnel)
        {
            output.WriteLine(Visible.Of($"    as long as this runs: {TunnelCommand}"));
        }

        if (display.HasPassword)
        {
            output.WriteLine(Visible.Of($"    It asks for a password: \"virsh dumpxml --security-info {domain}\" shows it, as passwd of graphics."));
        }
    }

    public void WriteJson(Utf8JsonWriter json)
    {
        json.WriteStartObject();
        json.WriteString("name"u8, domain);
        json.WriteString("type"u8, display.Type);
        json.WriteString("uri"u8, route.Uri);
        json.WriteString("tunnel"u8, route.NeedsTunnel ? TunnelCommand : null);
        json.WriteBoolean("password"u8, display.HasPassword);
        json.WriteEndObject();
    }

    private string TunnelCommand => $"ssh {string.Join(' ', route.Tunnel.Select(Quoted))}";

    private static string Quoted(string word) =>
        word.All(static letter => char.IsAsciiLetterOrDigit(letter) || letter is '-' or '_' or '.' or ':' or '/' or '@' or '=' or '[' or ']' or '%') ? word : $"'{word.Replace("'", "'\\''", StringComparison.Ordinal)}'";
}
