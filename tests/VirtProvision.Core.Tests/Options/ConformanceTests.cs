using System.Xml.Linq;
using VirtProvision.Core.Diagnostics;
using VirtProvision.Core.Kinds;
using VirtProvision.Core.Options;
using VirtProvision.Core.Resources;
using VirtProvision.Core.Templates;
using VirtProvision.Core.Xml;

namespace VirtProvision.Core.Tests.Options;

public sealed class ConformanceTests
{
    private const string Missing = "The conformance cases are not beside this checkout.";

    // Words that select a device or do something with a domain, which only the program they belong to can read.
    private static readonly string[] s_other = ["--remove-device", "refresh-machine-type"];

    [SkippableFact]
    public void Options_that_virt_install_takes_are_taken()
    {
        Skip.If(ConformanceCase.Folder is null, Missing);

        var refused = new List<string>();
        foreach (var @case in ConformanceCase.All.Where(static @case => @case.Kind is "compare" or "valid" && !@case.Arguments.Any(static argument => s_other.Any(argument.Contains))))
        {
            var diagnostics = new DiagnosticBag();
            OptionParser.Parse(@case.Uses, diagnostics, new OptionParserSettings(KeepsUnset: @case.Program is "virt-xml"));
            refused.AddRange(diagnostics.Where(static finding => finding.IsError).Select(finding => $"{@case.Id}: {finding.Span} {finding.Detail}"));
        }

        Assert.Empty(refused);
    }

    /// <summary>What one option says comes out as virt-install writes it. What it adds by itself, and what it looks up on the host, is not in the spec yet.</summary>
    [SkippableFact]
    public void What_an_option_says_is_in_the_XML_that_virt_xml_builds()
    {
        Skip.If(ConformanceCase.Folder is null, Missing);

        var different = new List<string>();
        var compared = 0;
        foreach (var @case in ConformanceCase.All.Where(static @case => @case.IsPart && @case.Kind is "compare"))
        {
            var rendered = Render(@case);
            var expected = @case.ExpectedParts().First();
            var built = rendered.Elements(expected.Name).Concat(rendered.Elements("devices").Elements(expected.Name)).FirstOrDefault();
            compared += built is null ? 0 : 1;
            if (built is not null && !IsLookedUp(@case) && FirstOutside(built, expected) is { } outside)
            {
                different.Add($"{@case.Id} {string.Join(' ', @case.Uses)}: {outside}");
            }
        }

        Assert.Empty(different);
        Assert.True(compared > 100, $"Only {compared} cases could be compared.");
    }

    // What lies at a path or in a volume, the host says.
    private static bool IsLookedUp(ConformanceCase @case) => @case.Uses[0] is { Option: "--disk", Value: { } value }
        && (value.Contains("pool=", StringComparison.Ordinal) || value.StartsWith("/var,", StringComparison.Ordinal) || value.StartsWith("/pool-iscsi/", StringComparison.Ordinal))
        || @case.Uses[0] is { Option: "--hostdev", Value: "wlan0,type=net" or "/dev/pty7,type=misc" };

    private static XElement Render(ConformanceCase @case)
    {
        var diagnostics = new DiagnosticBag();
        var spec = OptionParser.Parse(@case.Uses, diagnostics).Spec;
        var none = ImmutableSortedDictionary<string, string>.Empty;
        var rendered = TemplateRenderer.Embedded.Render(new ResourceSpec(new ResourceId(ResourceKind.Domain, "x"), none, none, spec, spec.Span), diagnostics);
        Assert.True(rendered is not null, $"{@case.Id}: {string.Join(' ', diagnostics)}");
        return ProvisionNamespace.WithoutMarks(rendered);
    }

    /// <summary>The first thing that is in one element and not in the other; null when the first is contained in the second.</summary>
    private static string? FirstOutside(XElement inner, XElement outer)
    {
        foreach (var attribute in inner.Attributes().Where(static attribute => !attribute.IsNamespaceDeclaration))
        {
            var other = outer.Attribute(attribute.Name)?.Value;
            if (other != attribute.Value && !(inner.Name.LocalName is "address" && AreEqualNumbers(other, attribute.Value)))
            {
                return $"<{inner.Name.LocalName}> has {attribute}, not {attribute.Name.LocalName}=\"{other}\"";
            }
        }

        if (!inner.HasElements && inner.Value.Trim() != outer.Value.Trim() && inner.Value.Length > 0)
        {
            return $"<{inner.Name.LocalName}> is \"{inner.Value}\", not \"{outer.Value}\"";
        }

        var candidates = outer.Elements().ToList();
        foreach (var child in inner.Elements())
        {
            var found = candidates.Find(candidate => candidate.Name == child.Name && FirstOutside(child, candidate) is null);
            if (found is null)
            {
                return $"<{inner.Name.LocalName}> has {child}, which is not expected";
            }

            candidates.Remove(found);
        }

        return null;
    }

    private static bool AreEqualNumbers(string? one, string other) => one is not null && ModelValue.Number(one) is { } number && number.Equals(ModelValue.Number(other));
}
