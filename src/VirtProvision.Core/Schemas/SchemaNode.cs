namespace VirtProvision.Core.Schemas;

/// <summary>One JSON Schema as it is written, keyword by keyword. What its parts add up to is its <see cref="SchemaShape"/>.</summary>
internal sealed class SchemaNode(string location)
{
    /// <summary>File and JSON pointer: <c>domain/devices/disk.schema.json#/properties/cache</c>.</summary>
    public string Location { get; } = location;

    /// <summary>Set for the boolean schemas <c>true</c> and <c>false</c>, which have no keywords.</summary>
    public bool? Always { get; init; }

    public Lazy<SchemaNode>? Reference { get; set; }

    public SchemaType? Types { get; set; }

    public ImmutableArray<SchemaLiteral> Enum { get; set; } = [];

    public SchemaLiteral? Const { get; set; }

    public SchemaLiteral? Default { get; set; }

    public OrderedDictionary<string, SchemaNode>? Properties { get; set; }

    public ImmutableArray<(SchemaPattern Pattern, SchemaNode Node)> PatternProperties { get; set; } = [];

    public SchemaNode? AdditionalProperties { get; set; }

    public SchemaNode? PropertyNames { get; set; }

    public ImmutableArray<string> Required { get; set; } = [];

    public OrderedDictionary<string, ImmutableArray<string>>? DependentRequired { get; set; }

    public SchemaNode? Items { get; set; }

    public int? MinItems { get; set; }

    public int? MaxItems { get; set; }

    public bool UniqueItems { get; set; }

    public int? MinProperties { get; set; }

    public int? MaxProperties { get; set; }

    public int? MinLength { get; set; }

    public int? MaxLength { get; set; }

    public SchemaPattern? Pattern { get; set; }

    public SchemaFormat? Format { get; set; }

    public decimal? Minimum { get; set; }

    public decimal? Maximum { get; set; }

    public decimal? ExclusiveMinimum { get; set; }

    public decimal? ExclusiveMaximum { get; set; }

    public decimal? MultipleOf { get; set; }

    public ImmutableArray<SchemaNode> AllOf { get; set; } = [];

    public ImmutableArray<SchemaNode> AnyOf { get; set; } = [];

    public ImmutableArray<SchemaNode> OneOf { get; set; } = [];

    public SchemaNode? Not { get; set; }

    public SchemaNode? If { get; set; }

    public SchemaNode? Then { get; set; }

    public SchemaNode? Else { get; set; }

    public string? Title { get; set; }

    public string? Description { get; set; }

    public ImmutableArray<string> Examples { get; set; } = [];

    public bool IsDeprecated { get; set; }

    public string? Positional { get; set; }

    public string? PrefixMember { get; set; }

    public string? BooleanStyle { get; set; }

    public string? Unit { get; set; }

    public string? UnitMember { get; set; }

    public string? OptionUnit { get; set; }

    public bool HoldsCommas { get; set; }

    public string? PathKind { get; set; }

    public SchemaReference? ResourceReference { get; set; }

    public bool IsSecret { get; set; }

    public bool IgnoredInXml { get; set; }

    /// <summary>What it refers to is changed, not described: nothing is required in it, and null takes a member away.</summary>
    public bool IsPatch { get; set; }

    public ImmutableArray<string> Aliases { get; set; } = [];

    /// <summary>It names an item of a list; in a patch it may be a pattern for several.</summary>
    public bool IsKey { get; set; }

    private SchemaShape? _shape;

    /// <summary>Made on first use; two threads may make it twice and both are right.</summary>
    public SchemaShape Shape => _shape ??= new SchemaShape([this]);

    public override string ToString() => Location;
}
