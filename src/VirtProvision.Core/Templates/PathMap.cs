using VirtProvision.Core.Documents;
using VirtProvision.Core.Schemas;
using VirtProvision.Core.Xml;

namespace VirtProvision.Core.Templates;

/// <summary>One way from a spec's field into the XML.</summary>
/// <param name="SpecPath">Below <c>spec</c>, items of lists as <c>[]</c>: <c>disks[].driver.cache</c>; <c>name</c> is the resource's own.</param>
/// <param name="XmlPath">As <see cref="Xml.XmlPath.Plain"/>: <c>devices/disk/driver/@cache</c>.</param>
/// <param name="KeySteps">For each <c>[]</c>, the step of the XML path that stands for the item.</param>
/// <param name="IsExact">The value goes over as it is, with <paramref name="Prefix"/> and <paramref name="Suffix"/> around it; otherwise it only has a part in what comes out.</param>
/// <param name="IsPresence">True or false decides whether the element is there.</param>
public sealed record PathMapEntry(
    string SpecPath,
    string XmlPath,
    ImmutableArray<int> KeySteps,
    bool IsExact,
    bool IsPresence,
    string Prefix,
    string Suffix,
    SchemaShape? Shape,
    bool IsSecret);

/// <summary>A kind's templates read backwards: which field of the spec an XML field comes from, and the reverse.</summary>
public sealed class PathMap
{
    private readonly ILookup<string, PathMapEntry> _byXml;
    private readonly ILookup<string, PathMapEntry> _bySpec;
    private readonly HashSet<string> _secrets;

    internal PathMap(ImmutableArray<PathMapEntry> entries)
    {
        Entries = entries;
        _byXml = entries.ToLookup(static entry => entry.XmlPath);
        _bySpec = entries.ToLookup(static entry => entry.SpecPath);
        _secrets = [.. entries.Where(static entry => entry.IsSecret).Select(static entry => entry.XmlPath)];
    }

    /// <summary>In the order of the templates.</summary>
    public ImmutableArray<PathMapEntry> Entries { get; }

    /// <summary>Whether an XML field, by <see cref="XmlPath.Plain"/>, holds what must not be shown or stored.</summary>
    public bool IsSecret(string xmlPlainPath) => _secrets.Contains(xmlPlainPath);

    public IEnumerable<PathMapEntry> OfXml(string xmlPlainPath) => _byXml[xmlPlainPath];

    public IEnumerable<PathMapEntry> OfSpec(string specPath) => _bySpec[specPath];

    /// <summary><c>disks[root].cache</c> for <c>devices/disk[root]/driver/@cache</c>; for an element, the part of the spec that makes all of it. Null when no field of the spec does.</summary>
    /// <param name="spec">Where several fields can make the same XML, that which the spec has is meant.</param>
    public string? SpecPathOf(XmlPath path, MappingNode? spec = null)
    {
        var plain = path.Plain;
        var entries = _byXml[plain].OrderBy(static entry => !entry.IsExact).ToArray();
        if (entries.Length > 0)
        {
            var written = spec is null ? null : entries.FirstOrDefault(entry => SpecPath.Parse(WithKeys(entry.SpecPath, entry.KeySteps, path)).FindIn(spec) is { IsWhole: true });
            var chosen = written ?? entries[0];
            return WithKeys(chosen.SpecPath, chosen.KeySteps, path);
        }

        var below = plain.Length is 0 ? [] : Entries.Where(entry => entry.XmlPath.StartsWith(plain, StringComparison.Ordinal) && entry.XmlPath[plain.Length] is '/').ToArray();
        var common = CommonPath(below.Select(static entry => entry.SpecPath));
        return common is null ? null : WithKeys(common, below[0].KeySteps, path);
    }

    /// <summary>The same, or else of the nearest element around: what to point at when libvirt complains about something that a template wrote by itself.</summary>
    public string? NearestSpecPathOf(XmlPath path, MappingNode? spec = null)
    {
        for (; path.Steps.Length > 0; path = new XmlPath(path.Steps.RemoveAt(path.Steps.Length - 1)))
        {
            if (SpecPathOf(path, spec) is { } found)
            {
                return found;
            }
        }

        return null;
    }

    /// <summary>Where in the XML a field of the spec goes, keys carried over.</summary>
    public IEnumerable<XmlPath> XmlPathsOf(string specPath)
    {
        var path = SpecPath.Parse(specPath);
        foreach (var entry in _bySpec[path.Plain])
        {
            var keys = path.Keys;
            var steps = XmlSteps(entry.XmlPath).Select(static name => new XmlStep(name)).ToArray();
            for (var i = 0; i < entry.KeySteps.Length && i < keys.Length; i++)
            {
                if (entry.KeySteps[i] < steps.Length)
                {
                    steps[entry.KeySteps[i]] = steps[entry.KeySteps[i]] with { Key = keys[i] };
                }
            }

            yield return new XmlPath([.. steps]);
        }
    }

    // A namespace may have slashes of its own: {http://…}name.
    internal static IEnumerable<string> XmlSteps(string plain)
    {
        var start = 0;
        var braces = 0;
        for (var i = 0; i <= plain.Length; i++)
        {
            if (i == plain.Length || (plain[i] is '/' && braces is 0))
            {
                yield return plain[start..i];
                start = i + 1;
            }
            else
            {
                braces += plain[i] switch { '{' => 1, '}' => -1, _ => 0 };
            }
        }
    }

    private static string WithKeys(string specPath, ImmutableArray<int> keySteps, XmlPath path)
    {
        var parts = specPath.Split("[]");
        var result = parts[0];
        for (var i = 1; i < parts.Length; i++)
        {
            var step = i <= keySteps.Length ? keySteps[i - 1] : int.MaxValue;
            result += $"[{(step < path.Steps.Length ? path.Steps[step].Key : null)}]{parts[i]}";
        }

        return result;
    }

    private static string? CommonPath(IEnumerable<string> paths)
    {
        string[]? common = null;
        foreach (var path in paths)
        {
            var steps = path.Split('.');
            common = common is null ? steps : common[..common.AsSpan().CommonPrefixLength(steps)];
        }

        return common is null or [] ? null : string.Join('.', common);
    }
}
