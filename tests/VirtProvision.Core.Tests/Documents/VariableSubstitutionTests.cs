using CsCheck;
using VirtProvision.Core.Diagnostics;
using VirtProvision.Core.Documents;
using VirtProvision.Core.Text;

namespace VirtProvision.Core.Tests.Documents;

public sealed class VariableSubstitutionTests
{
    private const string Values = "size: 20GiB\ncpus: 4\nquoted: \"4\"\nnet: {cidr: 10.0.0.0/8, dns: [1.1.1.1, 9.9.9.9], dash-ed: d}\nempty: \"\"\nnothing: ~\ndisks:\n  - {name: root}\n";

    [Theory]
    [InlineData("${size}", "String(20GiB)")]
    [InlineData("${cpus}", "Integer(4)")]
    [InlineData("\"${cpus}\"", "String(4)")]
    [InlineData("${quoted}", "String(4)")]
    [InlineData("'${cpus}'", "String(4)")]
    [InlineData("a${cpus}b${cpus}", "String(a4b4)")]
    [InlineData("${net.cidr}", "String(10.0.0.0/8)")]
    [InlineData("${net.dns.1}", "String(9.9.9.9)")]
    [InlineData("${net.dash-ed}", "String(d)")]
    [InlineData("${net}", "{cidr: String(10.0.0.0/8), dns: [String(1.1.1.1), String(9.9.9.9)], dash-ed: String(d)}")]
    [InlineData("${disks}", "[{name: String(root)}]")]
    [InlineData("[{a: ${cpus}}, ${size}]", "[{a: Integer(4)}, String(20GiB)]")]
    [InlineData("${none:-8}", "Integer(8)")]
    [InlineData("\"${none:-8}\"", "String(8)")]
    [InlineData("${none:-}", "Null()")]
    [InlineData("${empty:-full}", "String(full)")]
    [InlineData("${nothing:-full}", "String(full)")]
    [InlineData("${nothing}", "Null(~)")]
    [InlineData("x${nothing}", "String(x)")]
    [InlineData("${cpus:-8}", "Integer(4)")]
    [InlineData("${none:-${cpus}}", "Integer(4)")]
    [InlineData("${none:-a${none2:-b}c}", "String(abc)")]
    [InlineData("${cpus:+yes}", "String(yes)")]
    [InlineData("${none:+yes}", "Null()")]
    [InlineData("x${none:+yes}", "String(x)")]
    [InlineData("${cpus:?tell me}", "Integer(4)")]
    [InlineData("$${cpus}", "String(${cpus})")]
    [InlineData("$$${cpus}", "String($${cpus})")]
    [InlineData("$cpus $(x) $", "String($cpus $(x) $)")]
    [InlineData("|\n  if [ $X ]; then echo $${X%y}; fi\n  n=${cpus}\n", "String(if [ $X ]; then echo ${X%y}; fi\nn=4\n)")]
    [InlineData("${ENV_NAME}", "Integer(7)")]
    public void Fills_in(string value, string expected)
    {
        var (document, findings) = Fill($"a: {value}");

        Assert.Empty(findings);
        Assert.Equal($"{{a: {expected}}}", NodeText.Shape(document));
    }

    [Theory]
    [InlineData("a: ${nett.cidr}", "1:4-1:16 VP1050", "Did you mean \"net.cidr\"?")]
    [InlineData("a: x ${siz} y", "1:6-1:12 VP1050", "Did you mean \"size\"?")]
    [InlineData("a: \"x ${siz} y\"", "1:7-1:13 VP1050", "--set siz=VALUE")]
    [InlineData("a: [1, ${none:?say which}]", "1:8-1:26 VP1051", "missing or empty: say which.")]
    [InlineData("a: ${empty:?}", "1:4-1:14 VP1051", "this place needs it")]
    [InlineData("a: \"${#x}\"", "1:5-1:10 VP1052", "$${")]
    [InlineData("a: ${x%y}", "1:4-1:10 VP1052", "${NAME:-default}")]
    [InlineData("a: \"${open\"", "1:5-1:11 VP1052", "${NAME}")]
    [InlineData("a: x${net}", "1:5-1:11 VP1053", "net")]
    [InlineData("a: \"${net}\"", "1:5-1:11 VP1053", "net")]
    [InlineData("${size}: 1", "1:1-1:8 VP1055", "key")]
    public void Reports(string yaml, string place, string words)
    {
        var (_, findings) = Fill(yaml);

        var finding = Assert.Single(findings);
        Assert.Equal(place, $"{finding.Span!.Value.Start}-{finding.Span.Value.End} {finding.Code}");
        Assert.Contains(words, finding.Detail, StringComparison.Ordinal);
    }

    [Fact]
    public void All_unknown_variables_are_reported_at_once_and_their_places_are_marked()
    {
        var findings = new DiagnosticBag();
        var substitution = new VariableSubstitution(VariableSet.Empty, findings);

        substitution.Apply(Read("a: ${X}\nb: [${Y}, '${Z} ${Z2}']\n"));

        Assert.Equal(4, findings.Count);
        Assert.Equal([new TextPosition(1, 4), new TextPosition(2, 5), new TextPosition(2, 11)], substitution.Unresolved.Order());
        Assert.Equal(["X", "Y", "Z", "Z2"], substitution.Used.Order());
    }

    [Fact]
    public void A_filled_in_value_stands_where_it_is_used_and_what_is_inside_it_where_it_was_given()
    {
        var (document, _) = Fill("a:\n  b: ${net}");

        var net = Assert.IsType<MappingNode>(((MappingNode)((MappingNode)document)["a"]!)["b"]);
        Assert.Equal("x.yaml:2:6", net.Span.ToString());
        Assert.Equal("values.yaml:4:13", net["cidr"]!.Span.ToString());
    }

    [Fact]
    public void Later_values_win_and_mappings_join()
    {
        var findings = new DiagnosticBag();
        var variables = VariableSet.Empty
            .WithValues(Read("a: {x: 1, y: 2}\nb: 1"), findings)
            .WithValues(Read("a: {y: 3}\n"), findings)
            .Assign("a.z=4", findings)
            .Assign("b=two=2", findings)
            .WithEnvironment(static name => name is "b" ? "environment" : null);

        var document = new VariableSubstitution(variables, findings).Apply(Read("a: ${a}\nb: ${b}"));

        Assert.Empty(findings);
        Assert.Equal("{a: {x: Integer(1), y: Integer(3), z: Integer(4)}, b: String(two=2)}", NodeText.Shape(document));
        Assert.Equal(["a.z", "b"], variables.Assigned.Select(static name => name.Text));
    }

    [Theory]
    [InlineData("secret-without-equals", "VP1056")]
    [InlineData("=secret", "VP1057")]
    [InlineData("a b=secret", "VP1057")]
    [InlineData("1a=secret", "VP1057")]
    [InlineData("a..b=secret", "VP1057")]
    public void A_wrong_assignment_is_reported_without_its_value(string assignment, string code)
    {
        var findings = new DiagnosticBag();

        VariableSet.Empty.Assign(assignment, findings);

        var finding = Assert.Single(findings);
        Assert.Equal(code, finding.Code);
        Assert.DoesNotContain("secret", finding.Detail, StringComparison.Ordinal);
    }

    [Fact]
    public void Values_must_be_a_mapping_with_names_for_keys()
    {
        var findings = new DiagnosticBag();

        VariableSet.Empty.WithValues(Read("[1]"), findings).WithValues(Read("'a b': 1\n2: x\n"), findings);

        Assert.Equal(["VP1058", "VP1057", "VP1057"], findings.Select(static finding => finding.Code));
    }

    [Fact]
    public void Many_large_values_are_refused_once()
    {
        var findings = new DiagnosticBag();
        var variables = VariableSet.Empty.Assign("big=" + new string('x', 1_000_000), findings);

        new VariableSubstitution(variables, findings).Apply(Read("a: \"" + string.Concat(Enumerable.Repeat("${big}", 1000)) + "\""));

        Assert.Equal("VP1054", Assert.Single(findings).Code);
    }

    [Fact]
    public void Any_value_comes_through_a_text_unchanged() => Gen.OneOf(Gen.String, Gen.OneOf(Gen.Const("~"), Gen.Const("null"), Gen.Const("true"))).Sample(static value =>
    {
        var findings = new DiagnosticBag();
        var variables = VariableSet.Empty.Assign("v=" + value, findings);

        var document = new VariableSubstitution(variables, findings).Apply(Read("a: \"<${v}>\"\nb: ${v}"));

        Assert.Equal($"<{value}>", ((MappingNode)document).TextOf("a"));
        Assert.Equal(value, ((ScalarNode)((MappingNode)document)["b"]!).Text);
    });

    private static (DocumentNode Document, DiagnosticBag Findings) Fill(string yaml)
    {
        var findings = new DiagnosticBag();
        var variables = VariableSet.Empty.WithValues(Read(Values, "values.yaml"), findings)
            .WithEnvironment(static name => name switch { "ENV_NAME" => "7", "size" => "from the environment", _ => null });
        return (new VariableSubstitution(variables, findings).Apply(Read(yaml)), findings);
    }

    private static DocumentNode Read(string yaml, string path = "x.yaml")
    {
        var findings = new DiagnosticBag();
        var document = YamlDocumentReader.Read(new SourceFile(path, yaml), findings);
        Assert.Empty(findings);
        return Assert.Single(document);
    }
}
