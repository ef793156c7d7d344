using System.Xml;
using System.Xml.Linq;

namespace VirtProvision.Core.Osinfo;

/// <summary>Reads an <c>&lt;install-script&gt;</c> of osinfo-db; its template, an XSL style sheet, is left aside.</summary>
public static class InstallScriptReader
{
    /// <summary>The file's script, or null when it describes none.</summary>
    /// <exception cref="XmlException">It is no well-formed XML.</exception>
    public static InstallScript? Read(Stream xml)
    {
        using var reader = XmlReader.Create(xml, OsEntryReader.s_settings);
        if (XDocument.Load(reader).Root?.Element("install-script") is not { } script || script.Attribute("id")?.Value is not { } id)
        {
            return null;
        }

        return new InstallScript(id, Text(script, "profile") ?? "")
        {
            ExpectedFileName = Text(script, "expected-filename"),
            PathFormat = Text(script, "path-format") ?? "unix",
            InjectionMethods = [.. script.Elements("injection-method").Select(static method => method.Value.Trim())],
            ProductKeyFormat = Text(script, "product-key-format"),
            NeedsInternet = IsTrue(script, "needs-internet"),
            CanPreInstallDrivers = IsTrue(script, "can-pre-install-drivers"),
            CanPostInstallDrivers = IsTrue(script, "can-post-install-drivers"),
            Parameters = [.. script.Elements("config").Elements("param").Select(static parameter =>
                new InstallScriptParameter(parameter.Attribute("name")?.Value ?? "", parameter.Attribute("policy")?.Value == "required"))],
        };
    }

    // An empty element says yes.
    private static bool IsTrue(XElement script, string element) => Text(script, element) is { } text && text != "false";

    private static string? Text(XElement script, string element) => script.Element(element)?.Value.Trim();
}
