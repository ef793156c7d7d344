using VirtProvision.Core.Diagnostics;
using VirtProvision.Core.Documents;
using VirtProvision.Core.Kinds;
using VirtProvision.Core.Schemas;
using VirtProvision.Core.Text;

namespace VirtProvision.Core.Tests.Schemas;

public sealed class ResourceValidatorTests
{
    private static readonly SchemaCatalog s_schemas = SchemaFiles.Catalog(
        ("envelope.schema.json", KindFiles.Read("envelope.schema.json")!),
        ("common.schema.json", KindFiles.Read("common.schema.json")!),
        ("storage-pool/spec.schema.json", """{"type": "object", "additionalProperties": false, "properties": {"note": {"type": "string"}, "data": {"type": "string", "x-xml-ignore": true}}}"""));

    private static (ValidatedDocument? Document, string[] Findings) Validate(string yaml)
    {
        var diagnostics = new DiagnosticBag();
        var node = Assert.Single(YamlDocumentReader.Read(new SourceFile("a.yaml", yaml), diagnostics));
        var document = ResourceValidator.Validate(node, s_schemas, diagnostics);
        return (document, [.. diagnostics.Select(static finding => $"{finding.Span!.Value.Start} {finding.Code} {finding.Detail}")]);
    }

    [Theory]
    [InlineData("{apiVersion: virtprovision/v1, kind: StoragePool, metadata: {name: a, labels: {tier: web}, annotations: {a/b: x}}, spec: {note: x}}", 1)]
    [InlineData("{apiVersion: virtprovision/v1, kind: StoragePool, metadata: {name: a}}", 0)]
    public void A_resource_comes_with_its_kind_and_spec(string yaml, int members)
    {
        var (document, findings) = Validate(yaml);

        Assert.Empty(findings);
        Assert.Equal((ResourceKind.StoragePool, members), (document!.Kind, document.Spec.Entries.Length));
    }

    [Theory]
    [InlineData("[1]", "1:1 VP2002 The document is a list, but must be a mapping.")]
    [InlineData("{apiVersion: v1, kind: StoragePool, metadata: {name: a}}", "1:14 VP2020 \"v1\" is not a version that this program reads. Write virtprovision/v1.")]
    [InlineData("{apiVersion: virtprovision/v1, kind: Pool, metadata: {name: a}, spec: {x: 1}}", "1:38 VP2001 \"Pool\" is no kind of resource.")]
    [InlineData("{apiVersion: virtprovision/v1, kind: storagepool, metadata: {name: a}}", "Did you mean \"StoragePool\"?")]
    [InlineData("{kind: StoragePool, metadata: {name: a}}", "1:1 VP2004 The document needs \"apiVersion\".")]
    [InlineData("{apiVersion: virtprovision/v1, kind: StoragePool, metadata: {name: a/b}}", "VP2007 \"name\" cannot be \"a/b\".")]
    [InlineData("{apiVersion: virtprovision/v1, kind: StoragePool, metadata: {name: 12}}", "VP2002 \"name\" is 12, but must be a text. Write it in quotes: \"12\".")]
    [InlineData("{apiVersion: virtprovision/v1, kind: StoragePool, metadata: {name: a}, spec: {notes: x}}", "1:79 VP2003 \"notes\" is not a property here. Did you mean \"note\"?")]
    [InlineData("{apiVersion: virtprovision/v1, kind: StoragePool, metadata: {name: a}, spec: [x]}", "1:78 VP2002 The spec is a list")]
    [InlineData("{apiVersion: virtprovision/v1, kind: StoragePool, metadata: {name: a}, spec: {note: \"\\u0001\"}}", "1:85 VP2018 \"note\" holds the character U+0001")]
    [InlineData("{apiVersion: virtprovision/v1, kind: StoragePool, metadata: {name: a}, spec: {note: \"a\\rb\"}}", "1:85 VP2018 \"note\" holds a carriage return")]
    public void What_is_wrong_with_a_document(string yaml, string expected)
    {
        var (document, findings) = Validate(yaml);

        Assert.Null(document);
        Assert.Contains(expected, Assert.Single(findings), StringComparison.Ordinal);
    }

    [Fact]
    public void What_never_reaches_XML_may_hold_any_character() =>
        Assert.Empty(Validate("{apiVersion: virtprovision/v1, kind: StoragePool, metadata: {name: a}, spec: {data: \"\\e\"}}").Findings);

    [Fact]
    public void Envelope_and_spec_are_reported_together_in_order()
    {
        var (_, findings) = Validate("kind: StoragePool\nspec: {colour: red}\nmetadata: {name: \"\"}\n");

        Assert.Equal(["1:1 VP2004", "2:8 VP2003", "3:18 VP2007"], findings.Select(static finding => string.Join(' ', finding.Split(' ').Take(2))));
    }
}
