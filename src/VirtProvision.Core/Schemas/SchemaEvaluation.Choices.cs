using VirtProvision.Core.Diagnostics;
using VirtProvision.Core.Documents;
using VirtProvision.Core.Text;

namespace VirtProvision.Core.Schemas;

internal sealed partial class SchemaEvaluation
{
    private bool EvaluateCombinations(DocumentNode node, SchemaNode schema, string name)
    {
        var valid = true;
        foreach (var part in schema.AllOf)
        {
            valid &= Evaluate(node, part, name);
            if (Quiet && !valid)
            {
                return false;
            }
        }

        if (!schema.AnyOf.IsEmpty && !schema.AnyOf.Any(branch => Holds(node, branch)))
        {
            valid = !Quiet && ReportNoBranch(node, schema, schema.AnyOf, name);
        }

        if (!schema.OneOf.IsEmpty && schema.OneOf.Count(branch => Holds(node, branch)) is var holding and not 1)
        {
            valid = !Quiet && (holding is 0 ? ReportNoBranch(node, schema, schema.OneOf, name) : ReportSeveral(node, schema, name));
        }

        if (schema.Not is { } not && Holds(node, not))
        {
            valid = !Quiet && ReportNot(node, schema, not, name);
        }

        if (schema.If is { } condition && (Holds(node, condition) ? schema.Then : schema.Else) is { } consequence)
        {
            valid &= Evaluate(node, consequence, name);
        }

        return valid;
    }

    private bool Holds(DocumentNode node, SchemaNode schema) => new SchemaEvaluation(null) { _isPatch = _isPatch }.Evaluate(node, schema, "");

    /// <summary>Reports what is wrong with the branch that was most likely meant; when that is not plain, which forms there are.</summary>
    private bool ReportNoBranch(DocumentNode node, SchemaNode schema, ImmutableArray<SchemaNode> branches, string name)
    {
        if (node is ScalarNode { IsNull: true })
        {
            return Report(SchemaDiagnostics.NoValue(node.Span, name));
        }

        var candidates = Candidates(node, branches);
        if (node is MappingNode mapping && candidates.Length > 1 && candidates.All(static branch => !branch.Required.IsEmpty)
            && candidates.All(branch => branch.Required.Any(key => mapping[key] is null)))
        {
            return Report(SchemaDiagnostics.NeedsOneOf(
                StartOf(mapping), name, candidates.Select(static branch => string.Join(" with ", branch.Required.Select(static key => $"\"{key}\""))).Distinct()));
        }

        if (UnknownChoice(node, branches) is { } unknown)
        {
            return Report(unknown);
        }

        if (candidates.Length is 1)
        {
            return Evaluate(node, candidates[0], name) && Report(SchemaDiagnostics.NotAllowed(node.Span, name, schema.Description));
        }

        if (node is ScalarNode scalar || candidates.IsEmpty)
        {
            if (Unit(schema, branches) is { } unit && node is ScalarNode { Kind: ScalarKind.Integer or ScalarKind.Float } number)
            {
                return Report(SchemaDiagnostics.MissingUnit(node.Span, name, number.Text, SchemaWords.UsualUnit(number.Text, unit)));
            }

            return Report(SchemaDiagnostics.NoForm(node.Span, name, SchemaWords.Found(node, _isSecret), branches.Select(SchemaWords.Form).Distinct()));
        }

        return EvaluateNearest(node, candidates, name) && Report(SchemaDiagnostics.NotAllowed(node.Span, name, schema.Description));
    }

    /// <summary>A member by which every branch knows its own, such as <c>type</c>, has a value that none of them takes.</summary>
    private Diagnostic? UnknownChoice(DocumentNode node, ImmutableArray<SchemaNode> all)
    {
        ImmutableArray<SchemaNode> branches = [.. all.Where(branch => Fits(TypeOf(node), branch.Shape.Types))];
        foreach (var entry in node is MappingNode mapping && branches.Length > 1 ? mapping.Entries : [])
        {
            var key = entry.Key.Text;
            ImmutableArray<SchemaLiteral> values = [.. branches.SelectMany(branch => branch.Shape.Properties.GetValueOrDefault(key)?.Choices ?? [])];
            if (entry.Value is ScalarNode value && branches.All(branch => branch.Shape.Properties.GetValueOrDefault(key) is { Choices.IsEmpty: false })
                && !values.Any(literal => SchemaEquality.AreEqual(value, literal)))
            {
                string[] texts = [.. values.Select(static literal => literal.Text).Distinct()];
                return SchemaDiagnostics.NotListed(value.Span, $"\"{key}\"", SchemaWords.Value(value, _isSecret), texts, Nearest.To(value.Text, texts));
            }
        }

        return null;
    }

    private static string? Unit(SchemaNode schema, ImmutableArray<SchemaNode> branches) =>
        schema.Shape.Unit ?? branches.Select(static branch => branch.Shape.Unit).FirstOrDefault(static unit => unit is not null);

    /// <summary>The branches whose type fits and whose own words for a member (<c>type: const file</c>) agree with the value's.</summary>
    private static ImmutableArray<SchemaNode> Candidates(DocumentNode node, ImmutableArray<SchemaNode> branches)
    {
        ImmutableArray<SchemaNode> byType = [.. branches.Where(branch => Fits(TypeOf(node), branch.Shape.Types))];
        if (node is not MappingNode mapping || byType.Length < 2)
        {
            return byType;
        }

        ImmutableArray<SchemaNode> byValue = [.. byType.Where(branch => branch.Shape.Properties.All(member =>
            member.Value.Choices.IsEmpty || mapping[member.Key] is not ScalarNode value || member.Value.Choices.Any(literal => SchemaEquality.AreEqual(value, literal))))];
        ImmutableArray<SchemaNode> fitting = byValue.IsEmpty ? byType : byValue;
        ImmutableArray<SchemaNode> byKeys = [.. fitting.Where(branch => !branch.Required.IsEmpty && branch.Required.All(key => mapping[key] is not null))];
        return byKeys.Length is 1 ? byKeys : fitting;
    }

    private bool EvaluateNearest(DocumentNode node, ImmutableArray<SchemaNode> candidates, string name)
    {
        DiagnosticBag? fewest = null;
        foreach (var candidate in candidates)
        {
            var findings = new DiagnosticBag();
            new SchemaEvaluation(findings) { _isSecret = _isSecret, _isPatch = _isPatch }.Evaluate(node, candidate, name);
            if (fewest is null || findings.Count < fewest.Count)
            {
                fewest = findings;
            }
        }

        foreach (var finding in fewest!)
        {
            Report(finding);
        }

        return fewest.Count is 0;
    }

    private bool ReportSeveral(DocumentNode node, SchemaNode schema, string name)
    {
        var holding = schema.OneOf.Where(branch => Holds(node, branch)).ToArray();
        string[] keys = [.. holding.SelectMany(static branch => branch.Required).Distinct()];
        if (node is MappingNode mapping && keys.Length > 1 && holding.All(static branch => !branch.Required.IsEmpty))
        {
            return Report(SchemaDiagnostics.NotTogether(KeyOf(mapping, keys[^1]), keys, schema.Description));
        }

        return Report(SchemaDiagnostics.NotAllowed(node is MappingNode all ? StartOf(all) : node.Span, name, $"It could mean more than one thing: {string.Join("; ", holding.Select(SchemaWords.Form))}"));
    }

    private bool ReportNot(DocumentNode node, SchemaNode schema, SchemaNode not, string name)
    {
        var description = not.Description ?? schema.Description;
        if (node is MappingNode mapping && !not.Required.IsEmpty)
        {
            var last = not.Required.Last();
            return Report(not.Required.Length is 1
                ? SchemaDiagnostics.NotHere(KeyOf(mapping, last), last, description)
                : SchemaDiagnostics.NotTogether(KeyOf(mapping, last), not.Required, description));
        }

        return Report(SchemaDiagnostics.NotAllowed(node is MappingNode all ? StartOf(all) : node.Span, name, description));
    }
}
