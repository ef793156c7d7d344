namespace VirtProvision.Core.Xml;

/// <summary>One step of an <see cref="XmlPath"/>: an element or, with a leading <c>@</c>, an attribute.</summary>
/// <param name="Name">Local name; <c>{namespace}name</c> for a foreign element.</param>
/// <param name="Key">For a repeated element, what tells it from its siblings, such as <c>root</c> (a user alias without <c>ua-</c>) or <c>vda</c>; else null.</param>
public readonly record struct XmlStep(string Name, string? Key = null)
{
    public override string ToString() => Key is null ? Name : $"{Name}[{Key}]";
}

/// <summary>A field of an object's XML from below the root: <c>devices/disk[root]/driver/@cache</c>.</summary>
public sealed record XmlPath(ImmutableArray<XmlStep> Steps)
{
    /// <summary>Without keys: <c>devices/disk/driver/@cache</c>. Facts and the template's path map are keyed so.</summary>
    public string Plain => string.Join('/', Steps.Select(static step => step.Name));

    public XmlPath Child(string name, string? key = null) => new(Steps.Add(new XmlStep(name, key)));

    public static readonly XmlPath Root = new([]);

    /// <summary>Whether one is the other, or lies in it.</summary>
    public bool Overlaps(XmlPath other)
    {
        var length = Math.Min(Steps.Length, other.Steps.Length);
        return Steps.AsSpan(0, length).SequenceEqual(other.Steps.AsSpan(0, length));
    }

    public bool Equals(XmlPath? other) => other is not null && Steps.AsSpan().SequenceEqual(other.Steps.AsSpan());

    public override int GetHashCode() => Steps.Aggregate(0, static (hash, step) => HashCode.Combine(hash, step));

    public override string ToString() => string.Join('/', Steps);
}
