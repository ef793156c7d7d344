using VirtProvision.Core.Schemas;

namespace VirtProvision.Core.Options;

/// <summary>
/// Reads the sub-options of an option out of the schema of what it makes. A field has its path as a name, and its <c>x-aliases</c>: written from the option's root,
/// with <c>[]</c> for the number of an item; on a list or an object they are names of it, to which those of its members are added. <c>--opt.sub</c> names a
/// sub-option of another option.
/// </summary>
internal sealed class OptionFieldReader(string option, OptionFields fields)
{
    private const int DepthAtMost = 10;

    private readonly string _prefix = option + ".";

    /// <summary>What the option itself makes.</summary>
    public void ReadOwn(SchemaShape shape) => Members(shape, [], new FieldNames([], [], [""]), isAbsolute: false);

    /// <summary>The fields of another part of the spec that call themselves sub-options of this option.</summary>
    public void ReadForeign(SchemaShape shape, ImmutableArray<FieldStep> path)
    {
        Foreign(shape, path);
        ForeignMembers(shape, path, depth: 0);
    }

    private void ForeignMembers(SchemaShape shape, ImmutableArray<FieldStep> path, int depth)
    {
        if (depth > 4)
        {
            return;
        }

        foreach (var (name, member) in shape.Properties)
        {
            var inner = path.Add(new FieldStep(name, member.IsList));
            Foreign(member, inner);
            if (member.IsObject)
            {
                ForeignMembers(member, inner, depth + 1);
            }
        }
    }

    private void Foreign(SchemaShape shape, ImmutableArray<FieldStep> path)
    {
        var aliases = Mine(shape);
        if (!aliases.IsEmpty)
        {
            Field(shape, path, new FieldNames(aliases, [], []), isAbsolute: true);
        }
    }

    private void Members(SchemaShape shape, ImmutableArray<FieldStep> path, FieldNames names, bool isAbsolute)
    {
        if (path.Length > DepthAtMost)
        {
            return;
        }

        foreach (var (name, member) in shape.Properties)
        {
            var inner = names.Inside(name, Mine(member), [.. member.Aliases.Where(static alias => !alias.StartsWith('-'))]);
            Field(member, path.Add(new FieldStep(name, IsList: false)), inner, isAbsolute);
        }
    }

    private void Field(SchemaShape shape, ImmutableArray<FieldStep> path, FieldNames names, bool isAbsolute)
    {
        if (shape.IsList && shape.Items is { } items)
        {
            // Our name of a list is a plural; virt-install counts the singular.
            var inside = names.Named.IsEmpty && names.Aliases.IsEmpty ? names.Listed() : (names with { Own = [] }).Listed();
            var listed = path.SetItem(path.Length - 1, path[^1] with { IsList = true });
            Field(items, listed, inside, isAbsolute);
        }
        else if (shape.IsObject)
        {
            if (shape.Positional is { } positional && shape.Member(positional) is { IsObject: false, IsList: false } value)
            {
                Register(value, path.Add(new FieldStep(positional, IsList: false)), names, isAbsolute, shape.Description);
            }

            Members(shape, path, names, isAbsolute);
        }
        else
        {
            Register(shape, path, names, isAbsolute, shape.Description);
        }
    }

    private void Register(SchemaShape shape, ImmutableArray<FieldStep> path, FieldNames names, bool isAbsolute, string? description) =>
        fields.Add(new OptionField(path, isAbsolute, shape, description, names.InOrder), names.Named, names.Aliases, names.Own);

    private ImmutableArray<string> Mine(SchemaShape shape) =>
        [.. shape.Aliases.Where(alias => alias.StartsWith(_prefix, StringComparison.Ordinal)).Select(alias => alias[_prefix.Length..])];

    /// <param name="Named">Names in this very option.</param>
    /// <param name="Aliases">virt-install's, from the option's root.</param>
    /// <param name="Own">Paths in the spec's words.</param>
    private readonly record struct FieldNames(ImmutableArray<string> Named, ImmutableArray<string> Aliases, ImmutableArray<string> Own)
    {
        public ImmutableArray<string> InOrder => [.. Own.Union(Named).Union(Aliases)];

        public FieldNames Inside(string member, ImmutableArray<string> named, ImmutableArray<string> aliases) => new(
            [.. named, .. Named.Select(name => $"{name}.{member}")],
            [.. aliases, .. Aliases.Select(alias => $"{alias}.{member}")],
            [.. Own.Select(own => own.Length is 0 ? member : $"{own}.{member}")]);

        public FieldNames Listed() => new([.. Named.Select(Listed)], [.. Aliases.Select(Listed)], [.. Own.Select(Listed)]);

        private static string Listed(string name) => name.EndsWith("[]", StringComparison.Ordinal) ? name : name + "[]";
    }
}
