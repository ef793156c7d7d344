using VirtProvision.Core.Documents;
using VirtProvision.Core.Text;

namespace VirtProvision.Core.Schemas;

internal sealed partial class SchemaEvaluation
{
    private bool EvaluateList(SequenceNode list, SchemaNode schema, string name)
    {
        var valid = true;
        var count = list.Items.Length;
        if (count < schema.MinItems || count > schema.MaxItems)
        {
            var bound = count < schema.MinItems ? $"at least {schema.MinItems}" : $"at most {schema.MaxItems}";
            valid = !Quiet && Report(SchemaDiagnostics.WrongCount(list.Span, name, $"{bound} items, and has {count}"));
        }

        if (schema.UniqueItems)
        {
            valid &= EvaluateUnique(list, name);
        }

        for (var i = 0; schema.Items is { } items && i < count && (valid || !Quiet); i++)
        {
            valid &= Evaluate(list.Items[i], items, Quiet ? name : ItemName(name, list.Items[i], i));
        }

        return valid;
    }

    private bool EvaluateUnique(SequenceNode list, string name)
    {
        for (var i = 1; i < list.Items.Length; i++)
        {
            for (var j = 0; j < i; j++)
            {
                if (SchemaEquality.AreEqual(list.Items[i], list.Items[j]))
                {
                    return !Quiet && Report(SchemaDiagnostics.Repeated(list.Items[i].Span, name, list.Items[j].Span));
                }
            }
        }

        return true;
    }

    /// <summary><c>"disks[root]"</c> for an item that has a name, <c>"disks[0]"</c> for one that has none.</summary>
    private static string ItemName(string list, DocumentNode item, int index)
    {
        var key = (item as MappingNode)?.TextOf("name") ?? index.ToString(CultureInfo.InvariantCulture);
        return list.EndsWith('"') ? $"{list.AsSpan(0, list.Length - 1)}[{key}]\"" : $"Item {index + 1} of the list";
    }

    private bool EvaluateMapping(MappingNode mapping, SchemaNode schema, string name)
    {
        var valid = EvaluateCounts(mapping, schema, name);
        foreach (var required in _isPatch ? [] : schema.Required)
        {
            if (mapping[required] is null)
            {
                valid = !Quiet && Report(SchemaDiagnostics.MissingProperty(StartOf(mapping), name, required, schema.Shape.Member(required)?.Description));
            }
        }

        if (!_isPatch && schema.DependentRequired is { } dependencies)
        {
            foreach (var (present, needed) in dependencies)
            {
                foreach (var other in mapping[present] is null ? [] : needed)
                {
                    valid &= mapping[other] is not null || (!Quiet && Report(SchemaDiagnostics.NeedsAnother(KeyOf(mapping, present), present, other)));
                }
            }
        }

        for (var i = 0; i < mapping.Entries.Length && (valid || !Quiet); i++)
        {
            valid &= EvaluateMember(mapping, mapping.Entries[i], schema, name);
        }

        return valid;
    }

    private bool EvaluateCounts(MappingNode mapping, SchemaNode schema, string name)
    {
        var count = mapping.Entries.Length;
        if (!(count < schema.MinProperties) && !(count > schema.MaxProperties))
        {
            return true;
        }

        var bound = count < schema.MinProperties ? $"at least {schema.MinProperties}" : $"at most {schema.MaxProperties}";
        return !Quiet && Report(SchemaDiagnostics.WrongCount(StartOf(mapping), name, $"{bound} {(bound.EndsWith(" 1", StringComparison.Ordinal) ? "property" : "properties")}, and has {count}"));
    }

    private bool EvaluateMember(MappingNode mapping, MappingEntry entry, SchemaNode schema, string name)
    {
        var key = entry.Key.Text;
        var valid = true;
        var declared = false;
        if (schema.PropertyNames is { } names)
        {
            valid = Evaluate(entry.Key, names, $"The name \"{key}\"");
        }

        if (schema.Properties is not null && schema.Properties.TryGetValue(key, out var property))
        {
            declared = true;
            valid &= property.Always switch
            {
                false => !Quiet && Report(SchemaDiagnostics.NotHere(entry.Key.Span, key, schema.Description)),
                _ when _isPatch && entry.Value is ScalarNode { IsNull: true } => true,
                _ => Evaluate(entry.Value, property, Quiet || IsWrittenOut(entry) ? name : $"\"{key}\""),
            };
        }

        foreach (var (pattern, node) in schema.PatternProperties)
        {
            if (pattern.IsMatch(key))
            {
                declared = true;
                valid &= Evaluate(entry.Value, node, Quiet ? name : $"\"{key}\"");
            }
        }

        if (declared || schema.AdditionalProperties is not { } additional)
        {
            return valid;
        }

        return additional.Always is false
            ? !Quiet && Report(SchemaDiagnostics.UnknownProperty(entry.Key.Span, key, SchemaSuggestion.For(key, schema.Shape)))
            : Evaluate(entry.Value, additional, Quiet ? name : $"\"{key}\"") && valid;
    }

    // The key that a shorthand left out stands nowhere in the text: "vcpus: many" is wrong about vcpus, not about maximum.
    private static bool IsWrittenOut(MappingEntry entry) => entry.Key.Span == entry.Value.Span;

    /// <summary>A mapping spans all its lines; a finding about it as a whole points at where it begins.</summary>
    private static TextSpan StartOf(MappingNode mapping) => mapping.Span with { End = mapping.Span.Start };

    private static TextSpan KeyOf(MappingNode mapping, string key) => mapping.Entries.First(entry => entry.Key.Text == key).Key.Span;
}
