using VirtProvision.Core.Diagnostics;
using VirtProvision.Core.Documents;

namespace VirtProvision.Core.Schemas;

/// <summary>Holds a document to a schema. All findings come at once, each at its place.</summary>
public static class SchemaValidator
{
    /// <summary>The tree with positional shorthands written out (<c>memory: 2GiB</c> as <c>memory: {memory: 2GiB}</c>); use it only when the bag has no errors.</summary>
    /// <param name="name">How findings call the value itself: <c>The spec</c>.</param>
    public static DocumentNode Validate(DocumentNode node, SchemaShape shape, DiagnosticBag diagnostics, string name = "The document")
    {
        var expanded = PositionalShorthand.Expand(node, shape);
        foreach (var root in shape.Roots)
        {
            new SchemaEvaluation(diagnostics).Evaluate(expanded, root, name);
        }

        return expanded;
    }

    /// <summary>The verdict alone.</summary>
    public static bool IsValid(DocumentNode node, SchemaShape shape)
    {
        var expanded = PositionalShorthand.Expand(node, shape);
        return shape.Roots.All(root => new SchemaEvaluation(null).Evaluate(expanded, root, ""));
    }
}
