using VirtProvision.Core.Diagnostics;
using VirtProvision.Core.Documents;
using VirtProvision.Core.Schemas;
using VirtProvision.Core.Text;

namespace VirtProvision.Core.Tests.Schemas;

public sealed class SchemaValidatorTests
{
    private const string Schema = """
        {
          "type": "object", "additionalProperties": false, "required": ["vcpus"],
          "properties": {
            "memory": {"type": "object", "x-positional": "memory", "additionalProperties": false, "properties": {
              "memory": {"$ref": "#/$defs/size"}, "currentMemory": {"$ref": "#/$defs/size"}}},
            "vcpus": {"type": "integer", "minimum": 1, "maximum": 4096},
            "running": {"type": "boolean"},
            "serial": {"type": "string", "maxLength": 4},
            "pin": {"type": "string", "x-secret": true, "pattern": "^[a-z]+$"},
            "cpuset": {"anyOf": [{"type": "integer", "minimum": 0}, {"type": "string", "pattern": "^[0-9,-]+$", "examples": ["0-3"]}]},
            "guestAgent": {"type": "boolean"},
            "tags": {"type": "array", "items": {"type": "string"}, "minItems": 1, "uniqueItems": true},
            "labels": {"type": "object", "additionalProperties": {"type": "string"}, "propertyNames": {"pattern": "^[a-z]+$"}},
            "disks": {"type": "array", "items": {"$ref": "#/$defs/disk"}},
            "timer": {"type": "object", "dependentRequired": {"catchup": ["policy"]}, "properties": {"catchup": {"type": "integer"}, "policy": {"type": "string"}}},
            "source": {"oneOf": [
              {"type": "object", "required": ["type"], "properties": {"type": {"const": "file"}, "path": {"type": "string"}}, "additionalProperties": false},
              {"type": "object", "required": ["type", "host"], "properties": {"type": {"enum": ["nbd", "rbd"]}, "host": {"type": "string"}}, "additionalProperties": false}]}
          },
          "$defs": {
            "size": {"type": "string", "pattern": "^[0-9]+(\\.[0-9]+)? ?[KMGT]iB$", "x-unit": "KiB", "description": "An amount of bytes with its unit.", "examples": ["2GiB"]},
            "disk": {
              "type": "object", "additionalProperties": false,
              "properties": {
                "name": {"type": "string"}, "path": {"type": "string"}, "pool": {"type": "string"}, "size": {"$ref": "#/$defs/size"},
                "driver": {"type": "object", "additionalProperties": false, "properties": {"cache": {"enum": ["none", "writeback"], "x-aliases": ["cache-mode"]}}},
                "volume": {"type": "string"}},
              "oneOf": [{"required": ["path"]}, {"required": ["pool"]}],
              "if": {"required": ["path"]}, "then": {"description": "A file has its own size", "properties": {"size": false}}
            }
          }
        }
        """;

    private static readonly SchemaShape s_shape = SchemaFiles.Shape(Schema);

    private static DocumentNode Read(string yaml)
    {
        var diagnostics = new DiagnosticBag();
        var document = Assert.Single(YamlDocumentReader.Read(new SourceFile("a.yaml", yaml), diagnostics));
        Assert.Empty(diagnostics);
        return document;
    }

    private static string[] Findings(string yaml)
    {
        var diagnostics = new DiagnosticBag();
        SchemaValidator.Validate(Read(yaml), s_shape, diagnostics, "The spec");
        return [.. diagnostics.Select(static finding => $"{finding.Span!.Value.Start} {finding.Code} {finding.Detail}")];
    }

    [Theory]
    [InlineData("vcpus: 2")]
    [InlineData("vcpus: 2.0")]
    [InlineData("vcpus: 0x10")]
    [InlineData("{vcpus: 2, memory: 2GiB}")]
    [InlineData("{vcpus: 2, memory: {memory: 1.5 GiB}}")]
    [InlineData("{vcpus: 2, cpuset: 3}")]
    [InlineData("{vcpus: 2, cpuset: 0-3}")]
    [InlineData("{vcpus: 2, disks: [{pool: default, size: 1GiB}]}")]
    [InlineData("{vcpus: 2, source: {type: rbd, host: a}}")]
    [InlineData("{vcpus: 2, serial: \"😀😀😀😀\"}")]
    public void Is_valid(string yaml)
    {
        Assert.Empty(Findings(yaml));
        Assert.True(SchemaValidator.IsValid(Read(yaml), s_shape));
    }

    [Theory]
    [InlineData("vcpus: two", "1:8 VP2002 \"vcpus\" is the text \"two\", but must be a whole number.")]
    [InlineData("vcpus: \"2\"", "1:8 VP2002 \"vcpus\" is the text \"2\", but must be a whole number. Write 2, without quotes.")]
    [InlineData("vcpus: 0", "1:8 VP2008 \"vcpus\" is 0, but must be from 1 to 4096.")]
    [InlineData("vcpus: 99999999999999999999999999999999", "1:8 VP2008 \"vcpus\" is 99999999999999999999999999999999, but must be at most 4096.")]
    [InlineData("vcpus:", "1:7 VP2016 \"vcpus\" has no value. Give it one, or remove the line.")]
    [InlineData("running: yes", "1:10 VP2002 \"running\" is the text \"yes\", but must be true or false. Write true.")]
    [InlineData("running: Off", "1:10 VP2002 \"running\" is the text \"Off\", but must be true or false. Write false.")]
    [InlineData("memory: 2048", "1:9 VP2005 \"memory\" needs a unit: write 2048MiB.")]
    [InlineData("memory: {memory: 4}", "1:18 VP2005 \"memory\" needs a unit: write 4GiB.")]
    [InlineData("memory: 2 gig", "1:9 VP2007 \"memory\" cannot be \"2 gig\". An amount of bytes with its unit. For example: 2GiB.")]
    [InlineData("memory: 99999999999TiB", "1:9 VP2019 \"memory\" is \"99999999999TiB\", which is more than libvirt's 64-bit numbers can hold.")]
    [InlineData("memory: [2GiB]", "1:9 VP2002 \"memory\" is a list, but must be a mapping. Write its properties without \"- \" before them.")]
    [InlineData("serial: 007", "1:9 VP2002 \"serial\" is 007, but must be a text. Write it in quotes: \"007\".")]
    [InlineData("serial: abcde", "1:9 VP2009 \"serial\" must have at most 4 characters, and has 5.")]
    [InlineData("pin: SECRET", "1:6 VP2007 \"pin\" cannot be this. It must match ^[a-z]+$.")]
    [InlineData("pin: 1234", "1:6 VP2002 \"pin\" is a secret of another form, but must be a text. Write it in quotes.")]
    [InlineData("cpuset: a", "1:9 VP2007 \"cpuset\" cannot be \"a\". It must match ^[0-9,-]+$. For example: 0-3.")]
    [InlineData("cpuset: true", "1:9 VP2015 \"cpuset\" is true, but must be a whole number, or a text such as 0-3.")]
    [InlineData("tags: a", "1:7 VP2002 \"tags\" is the text \"a\", but must be a list. Begin each item with \"- \".")]
    [InlineData("tags: []", "1:7 VP2009 \"tags\" must have at least 1 items, and has 0.")]
    [InlineData("tags: [a, b, a]", "1:14 VP2010 \"tags\" holds this item twice. Remove one.")]
    [InlineData("labels: {A: b}", "1:10 VP2007 The name \"A\" cannot be \"A\". It must match ^[a-z]+$.")]
    [InlineData("timer: {catchup: 1}", "1:9 VP2011 \"catchup\" means nothing without \"policy\". Add \"policy\", or remove \"catchup\".")]
    [InlineData("vcpu: 2", "1:1 VP2003 \"vcpu\" is not a property here. Did you mean \"vcpus\"?")]
    [InlineData("Running: true", "1:1 VP2003 \"Running\" is not a property here. Did you mean \"running\"?")]
    [InlineData("guest_agent: true", "1:1 VP2003 \"guest_agent\" is not a property here. Did you mean \"guestAgent\"?")]
    [InlineData("memory.currentMemory: 1GiB", "1:1 VP2003 \"memory.currentMemory\" is not a property here. Write it as memory: {currentMemory: …}.")]
    [InlineData("disks: [{path: /a, cache: none}]", "1:20 VP2003 \"cache\" is not a property here. Did you mean driver: {cache: …}?")]
    [InlineData("disks: [{path: /a, cache-mode: none}]", "1:20 VP2003 \"cache-mode\" is not a property here. virt-install calls it cache-mode; here it is driver: {cache: …}.")]
    [InlineData("disks: [{path: /a, driver: {cache: writebak}}]", "1:36 VP2006 \"cache\" is \"writebak\", but must be one of none, writeback. Did you mean \"writeback\"?")]
    [InlineData("disks: [{path: /a, size: 1GiB}]", "1:20 VP2013 \"size\" cannot be given here, next to what else is said. A file has its own size.")]
    [InlineData("disks: [{path: /a, pool: b}]", "1:20 VP2012 \"path\" and \"pool\" cannot be given together.")]
    [InlineData("disks: [{name: root}]", "1:9 VP2014 \"disks[root]\" needs \"path\", or \"pool\".")]
    [InlineData("source: {type: nbd}", "1:9 VP2004 \"source\" needs \"host\".")]
    [InlineData("source: {type: file, host: a}", "1:22 VP2003 \"host\" is not a property here. There are type, path.")]
    [InlineData("source: {type: nvd}", "1:16 VP2006 \"type\" is \"nvd\", but must be one of file, nbd, rbd. Did you mean \"nbd\"?")]
    public void A_finding_says_what_to_do(string yaml, string expected)
    {
        yaml = yaml.StartsWith("vcpus", StringComparison.Ordinal) ? yaml : yaml + "\nvcpus: 2";

        Assert.Contains(expected, Assert.Single(Findings(yaml)), StringComparison.Ordinal);
        Assert.False(SchemaValidator.IsValid(Read(yaml), s_shape) && !expected.Contains("VP2019", StringComparison.Ordinal));
    }

    [Fact]
    public void All_findings_come_at_once()
    {
        string[] findings = Findings("running: on\nmemory: 1\ndisks:\n  - {}\n  - {path: 1, colour: red}\n");

        Assert.Equal(["1:1 VP2004", "1:10 VP2002", "2:9 VP2005", "4:5 VP2014", "5:12 VP2002", "5:15 VP2003"], findings.Select(finding => string.Join(' ', finding.Split(' ').Take(2))).Order());
    }

    [Fact]
    public void A_scalar_stands_for_the_member_that_the_schema_names()
    {
        var tree = (MappingNode)SchemaValidator.Validate(Read("{vcpus: 2, memory: 2GiB}"), s_shape, new DiagnosticBag());

        Assert.Equal("2GiB", ((MappingNode)tree["memory"]!).TextOf("memory"));
    }

    [Fact]
    public void A_document_without_shorthands_is_not_copied()
    {
        var tree = Read("{vcpus: 2, disks: [{path: /a}]}");

        Assert.Same(tree, SchemaValidator.Validate(tree, s_shape, new DiagnosticBag()));
    }
}
