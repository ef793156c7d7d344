using VirtProvision.Core.Diagnostics;
using VirtProvision.Core.Documents;
using VirtProvision.Core.Kinds;
using VirtProvision.Core.Text;

namespace VirtProvision.Core.Schemas;

/// <summary>A document that is a resource: its kind, and the tree with shorthands written out.</summary>
/// <param name="Spec">The mapping under <c>spec</c>; empty when the document has none.</param>
public sealed record ValidatedDocument(ResourceKind Kind, MappingNode Document, MappingNode Spec);

/// <summary>Holds a whole document to its envelope and the schema of its kind.</summary>
public static class ResourceValidator
{
    public const string ApiVersion = "virtprovision/v1";

    /// <summary>Null when there are errors, which the bag then holds, all of them.</summary>
    public static ValidatedDocument? Validate(DocumentNode document, SchemaCatalog schemas, DiagnosticBag diagnostics)
    {
        var findings = new DiagnosticBag();
        var envelope = SchemaValidator.Validate(WithKnownVersion(document, findings), schemas.Envelope, findings) as MappingNode;
        var kind = envelope?.TextOf("kind") is { } name ? ResourceKind.Find(name) : null;
        if (envelope?["kind"] is ScalarNode { Kind: ScalarKind.String } unknown && kind is null)
        {
            findings.Add(SchemaDiagnostics.UnknownKind(unknown.Span, unknown.Text, ResourceKind.OfDocuments.Select(static known => known.Name)));
        }

        var spec = envelope is not null && kind is not null ? ValidateSpec(envelope, schemas.SpecOf(kind), findings) : null;
        diagnostics.AddRange(findings.OrderBy(static finding => finding.Span?.Start ?? default));
        return spec is null || findings.HasErrors ? null : new ValidatedDocument(kind!, envelope!.With("spec", spec), spec);
    }

    private static MappingNode? ValidateSpec(MappingNode envelope, SchemaShape shape, DiagnosticBag findings)
    {
        var node = envelope["spec"] ?? MappingNode.Empty(envelope.Span);
        var spec = SchemaValidator.Validate(node, shape, findings, "The spec");
        ForbiddenCharacters.Find(spec, shape, findings);
        return spec as MappingNode;
    }

    // A const would only say "must be virtprovision/v1"; most likely the file is another tool's, or a later version of ours.
    private static DocumentNode WithKnownVersion(DocumentNode document, DiagnosticBag findings)
    {
        if (document is not MappingNode mapping || mapping["apiVersion"] is not ScalarNode { Kind: ScalarKind.String } version || version.Text == ApiVersion)
        {
            return document;
        }

        findings.Add(SchemaDiagnostics.UnknownApiVersion(version.Span, version.Text));
        return mapping.With("apiVersion", version with { Text = ApiVersion });
    }
}
