using System.Xml.Linq;
using VirtProvision.Core.Comparison;
using VirtProvision.Core.Xml;

namespace VirtProvision.Core.Patching;

/// <summary>What a domain's own <c>&lt;metadata&gt;</c> remembers of one patch: whoever comes next, from wherever, can go on or take it back.</summary>
/// <param name="Version">The version of the tool that wrote it.</param>
/// <param name="LastApplied">The patch's sparse XML, marks included, secrets as <see cref="SecretHash"/>es.</param>
/// <param name="Fields">What it changed.</param>
internal sealed record PatchMemory(string Name, string Version, XElement LastApplied, ImmutableArray<PatchedField> Fields)
{
    private static readonly XName s_patch = ProvisionNamespace.PatchesName + "patch";
    private static readonly XName s_lastApplied = ProvisionNamespace.PatchesName + "lastApplied";
    private static readonly XName s_field = ProvisionNamespace.PatchesName + "field";
    private static readonly XName s_before = ProvisionNamespace.PatchesName + "before";
    private static readonly XName s_ours = ProvisionNamespace.PatchesName + "ours";

    /// <summary>In the order in which the patches came.</summary>
    public static ImmutableArray<PatchMemory> ReadAll(XElement observed) =>
        [.. (observed.Element("metadata")?.Element(ProvisionNamespace.Patches)?.Elements(s_patch) ?? []).Select(Read).OfType<PatchMemory>()];

    /// <summary>The names alone, without reading what is remembered.</summary>
    public static IEnumerable<string> NamesIn(XElement observed) =>
        observed.Element("metadata")?.Element(ProvisionNamespace.Patches)?.Elements(s_patch).Select(static patch => patch.Attribute("name")?.Value).OfType<string>() ?? [];

    /// <summary>A copy of a domain's XML in which these are all the memories. Others' metadata stay as they are.</summary>
    public static XElement WriteAll(XElement root, IReadOnlyCollection<PatchMemory> memories)
    {
        var copy = new XElement(root);
        var metadata = copy.Element("metadata");
        metadata?.Elements(ProvisionNamespace.Patches).Remove();
        if (memories.Count > 0)
        {
            if (metadata is null)
            {
                copy.Add(metadata = new XElement("metadata"));
            }

            metadata.Add(new XElement(
                ProvisionNamespace.Patches,
                new XAttribute(XNamespace.Xmlns + ProvisionNamespace.PatchesPrefix, ProvisionNamespace.PatchesName.NamespaceName),
                memories.Select(static memory => memory.Write())));
        }
        else if (metadata is { HasElements: false })
        {
            metadata.Remove();
        }

        return copy;
    }

    /// <summary>The running domain's XML with the memory of its configuration; of patches that this does not know any more, with its own.</summary>
    public static XElement Carry(XElement inactive, XElement live)
    {
        var memories = ReadAll(inactive);
        return WriteAll(live, [.. memories, .. ReadAll(live).Where(own => !memories.Any(memory => memory.Name == own.Name))]);
    }

    /// <summary>Of a copy of what is in an object: no secret in it is written down.</summary>
    public static FieldState WithoutSecrets(FieldFacts facts, FieldState state, ReadOnlySpan<byte> salt)
    {
        var hidden = ImmutableArray.CreateBuilder<XElement>(state.Elements.Length);
        foreach (var element in state.Elements)
        {
            var copy = ProvisionNamespace.WithoutMarks(element);
            AppliedMemory.HideSecrets(facts, copy, salt);
            hidden.Add(copy);
        }

        return state with { Elements = hidden.DrainToImmutable() };
    }

    private XElement Write() => new(
        s_patch,
        new XAttribute("name", Name),
        new XAttribute("version", Version),
        new XElement(s_lastApplied, new XElement(LastApplied)),
        Fields.Select(static field => new XElement(
            s_field,
            new XAttribute("kind", WordOf(field.Kind)),
            new XAttribute("path", XmlPathText.Write(field.Path)),
            field.IsSecret ? new XAttribute("secret", "true") : null,
            field.IsSecret ? null : Write(s_before, field.Before),
            field.IsSecret ? null : Write(s_ours, field.Ours))));

    private static XElement Write(XName name, FieldState state) => new(
        name,
        state.Value is null ? null : new XAttribute("value", state.Value),
        state.Unit is null ? null : new XAttribute("unit", state.Unit),
        state.Elements.Select(static element => new XElement(element)));

    private static PatchMemory? Read(XElement patch) =>
        patch.Attribute("name")?.Value is { Length: > 0 } name && patch.Element(s_lastApplied)?.Elements().FirstOrDefault() is { } applied
            ? new PatchMemory(name, patch.Attribute("version")?.Value ?? "", new XElement(applied), [.. patch.Elements(s_field).Select(ReadField).OfType<PatchedField>()])
            : null;

    // Anybody may have written there; what does not read is as if it had never been.
    private static PatchedField? ReadField(XElement field) =>
        KindOf(field.Attribute("kind")?.Value) is { } kind && XmlPathText.Parse(field.Attribute("path")?.Value) is { } path
            ? new PatchedField(kind, path, ReadState(field.Element(s_before)), ReadState(field.Element(s_ours)), field.Attribute("secret") is not null)
            : null;

    private static FieldState ReadState(XElement? state) => state is null
        ? FieldState.Absent
        : new FieldState(state.Attribute("value")?.Value, state.Attribute("unit")?.Value, [.. state.Elements().Select(static element => new XElement(element))]);

    private static string WordOf(PlaceKind kind) => kind switch
    {
        PlaceKind.Attribute => "attribute",
        PlaceKind.Text => "text",
        PlaceKind.Element => "element",
        _ => "list",
    };

    private static PlaceKind? KindOf(string? word) => word switch
    {
        "attribute" => PlaceKind.Attribute,
        "text" => PlaceKind.Text,
        "element" => PlaceKind.Element,
        "list" => PlaceKind.List,
        _ => null,
    };
}
