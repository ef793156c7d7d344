using VirtProvision.Core.Schemas;

namespace VirtProvision.Core.Options;

/// <param name="Member">Name of the member.</param>
/// <param name="IsList">It is a list, and the field is in an item of it.</param>
internal readonly record struct FieldStep(string Member, bool IsList);

/// <summary>A sub-option: a field of the spec with the names that an option has for it.</summary>
/// <param name="Path">Where the field is: from what the option makes, or from the spec when <paramref name="IsAbsolute"/>.</param>
/// <param name="Names">The names; <c>[]</c> where an item's number may stand: <c>source.host[].name</c>. The one that people look for comes first.</param>
internal sealed record OptionField(ImmutableArray<FieldStep> Path, bool IsAbsolute, SchemaShape Shape, string? Description, ImmutableArray<string> Names)
{
    /// <summary>A value of this field goes on over commas until a piece that the option knows.</summary>
    public bool HoldsCommas => Shape.HoldsCommas;
}

/// <summary>A field as a piece names it.</summary>
/// <param name="Indexes">A number for each list on its path, in order; those that the name leaves out are 0.</param>
internal readonly record struct FieldPlace(OptionField Field, ImmutableArray<int> Indexes);
