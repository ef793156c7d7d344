namespace VirtProvision.Core.Schemas;

/// <summary>
/// What a schema says of a value once <c>$ref</c>, <c>allOf</c>, <c>anyOf</c>, <c>oneOf</c> and <c>if</c> are put together: its possible types, every
/// member it may have, and our annotations. Made lazily, so a schema may contain itself. Whether a value is valid is SchemaValidator's to say.
/// </summary>
public sealed class SchemaShape
{
    private static readonly SchemaShape s_none = new([]);

    private readonly ImmutableArray<SchemaNode> _parts;
    private IReadOnlyDictionary<string, SchemaShape>? _properties;
    private SchemaShape? _items;
    private SchemaShape? _additional;

    internal SchemaShape(ImmutableArray<SchemaNode> roots)
    {
        Roots = roots;
        _parts = SchemaParts.Of(roots);
        Types = SchemaParts.TypesOf(roots);
        foreach (var part in _parts)
        {
            Title ??= part.Title;
            Description ??= part.Description;
            Positional ??= part.Positional;
            PrefixMember ??= part.PrefixMember;
            BooleanStyle ??= part.BooleanStyle;
            Unit ??= part.Unit;
            UnitMember ??= part.UnitMember;
            OptionUnit ??= part.OptionUnit;
            HoldsCommas |= part.HoldsCommas;
            PathKind ??= part.PathKind;
            Reference ??= part.ResourceReference;
            Default ??= part.Default;
            IsSecret |= part.IsSecret;
            IgnoredInXml |= part.IgnoredInXml;
            IsDeprecated |= part.IsDeprecated;
            Examples = Examples.IsEmpty ? part.Examples : Examples;
            Aliases = Aliases.IsEmpty ? part.Aliases : Aliases;
        }
    }

    internal ImmutableArray<SchemaNode> Roots { get; }

    public SchemaType Types { get; }

    public string? Title { get; }

    public string? Description { get; }

    /// <summary>The member that a bare scalar stands for where this object is expected.</summary>
    public string? Positional { get; }

    /// <summary>The sibling that takes the prefix of an address written as <c>192.168.50.1/24</c>.</summary>
    public string? PrefixMember { get; }

    /// <summary><c>yes-no</c>, <c>on-off</c> or <c>element</c>: how a boolean is written in XML.</summary>
    public string? BooleanStyle { get; }

    /// <summary>The unit in which a quantity enters the XML; null when the value is no quantity.</summary>
    public string? Unit { get; }

    /// <summary>The sibling that says in which unit the quantity is written in XML instead.</summary>
    public string? UnitMember { get; }

    /// <summary>The unit that a bare number on virt-install's command line is in, where it is not <see cref="Unit"/>.</summary>
    public string? OptionUnit { get; }

    /// <summary>On a command line the value may hold commas: it ends before the next name that the option knows.</summary>
    public bool HoldsCommas { get; }

    /// <summary>By <c>x-path</c>: <c>local</c> for a file that this process reads, <c>host</c> for one that the host opens. Written relative, either is taken from the spec's folder.</summary>
    public string? PathKind { get; }

    public SchemaReference? Reference { get; }

    public SchemaLiteral? Default { get; }

    public bool IsSecret { get; }

    public bool IgnoredInXml { get; }

    public bool IsDeprecated { get; }

    public ImmutableArray<string> Examples { get; } = [];

    /// <summary>virt-install's further names for this field.</summary>
    public ImmutableArray<string> Aliases { get; } = [];

    /// <summary>The members that have names of their own, in declared order.</summary>
    public IReadOnlyDictionary<string, SchemaShape> Properties => _properties ??= SchemaParts.PropertiesOf(_parts);

    /// <summary>The values of a free-form map; null when other names are not allowed or not mentioned.</summary>
    public SchemaShape? AdditionalProperties =>
        OrNull(_additional ??= SchemaParts.Merge(
            _parts.SelectMany(static part => part.PatternProperties.Select(static entry => entry.Node))
                .Concat(_parts.Select(static part => part.AdditionalProperties).OfType<SchemaNode>())
                .Where(static node => node.Always is not false)) ?? s_none);

    public SchemaShape? Items => OrNull(_items ??= SchemaParts.Merge(_parts.Select(static part => part.Items).OfType<SchemaNode>()) ?? s_none);

    public bool IsList => Types is SchemaType.Array;

    public bool IsObject => Types is SchemaType.Object;

    /// <summary>Values that an <c>enum</c> or <c>const</c> somewhere in it lists, in order; empty when it is open.</summary>
    public ImmutableArray<SchemaLiteral> Choices =>
        [.. _parts.SelectMany(static part => part.Const is null ? part.Enum : [part.Const]).Distinct()];

    /// <summary>The shape of a member, own name or free-form; null when the schema knows none.</summary>
    public SchemaShape? Member(string name) => Properties.TryGetValue(name, out var shape) ? shape : AdditionalProperties;

    public override string ToString() => string.Join(" & ", Roots.Select(static root => root.Location));

    private static SchemaShape? OrNull(SchemaShape shape) => ReferenceEquals(shape, s_none) ? null : shape;
}
