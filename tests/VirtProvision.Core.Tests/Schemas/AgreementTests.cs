using System.Diagnostics;
using System.Text.Json.Nodes;
using NJsonSchema;
using VirtProvision.Core.Documents;
using VirtProvision.Core.Kinds;
using VirtProvision.Core.Schemas;

namespace VirtProvision.Core.Tests.Schemas;

/// <summary>Our verdict by the schema files is an established validator's verdict by the bundle that we print.</summary>
public sealed class AgreementTests
{
    private const int Specs = 400;

    public static TheoryData<string> Kinds => [.. ResourceKind.OfDocuments.Select(static kind => kind.Name)];

    private static IEnumerable<(bool IsValid, string Json)> Documents(ResourceKind kind)
    {
        var shape = SchemaCatalog.Embedded.SpecOf(kind);
        for (var seed = 0; seed < Specs; seed++)
        {
            var spec = new SpecGenerator(seed).Make(shape);
            var document = new JsonObject
            {
                ["apiVersion"] = "virtprovision/v1",
                ["kind"] = kind.Name,
                ["metadata"] = new JsonObject { ["name"] = "it" },
                ["spec"] = SpecGenerator.ToJson(spec),
            };
            yield return (SchemaValidator.IsValid(spec, shape), document.ToJsonString());
        }
    }

    [Theory, MemberData(nameof(Kinds))]
    public async Task With_NJsonSchema(string kindName)
    {
        var kind = ResourceKind.Find(kindName)!;
        var judge = await JsonSchema.FromJsonAsync(DraftSix.Of(JsonNode.Parse(SchemaBundle.For(kind))!).ToJsonString());
        var valid = 0;

        foreach (var (ours, json) in Documents(kind))
        {
            var theirs = judge.Validate(json);
            Assert.True(ours == (theirs.Count is 0), $"{json}\nis {(ours ? "valid" : "not valid")} to us; to NJsonSchema: {string.Join("; ", theirs)}");
            valid += ours ? 1 : 0;
        }

        Assert.InRange(valid, Specs / 8, Specs - (Specs / 25));
    }

    [SkippableTheory, MemberData(nameof(Kinds))]
    public void With_the_jsonschema_of_Python(string kindName)
    {
        var kind = ResourceKind.Find(kindName)!;
        const string Program = """
            import json, sys
            try:
                from jsonschema import Draft202012Validator
            except ImportError:
                sys.exit(77)
            lines = sys.stdin.read().split("\n")
            schema = json.loads(lines[0])
            Draft202012Validator.check_schema(schema)
            judge = Draft202012Validator(schema, format_checker=Draft202012Validator.FORMAT_CHECKER)
            for line in lines[1:]:
                errors = [error.message[:200] for error in judge.iter_errors(json.loads(line))]
                print("; ".join(errors).replace("\n", " ") if errors else "")
            """;
        (bool IsValid, string Json)[] documents = [.. Documents(kind)];
        var start = new ProcessStartInfo("python3", ["-c", Program]) { RedirectStandardInput = true, RedirectStandardOutput = true };
        using var python = StartOrSkip(start);
        var output = python.StandardOutput.ReadToEndAsync();
        python.StandardInput.Write(JsonNode.Parse(SchemaBundle.For(kind))!.ToJsonString() + "\n" + string.Join("\n", documents.Select(static document => document.Json)));
        python.StandardInput.Close();
        string[] theirs = output.Result.Split('\n');
        python.WaitForExit();
        Skip.If(python.ExitCode is 77, "python3 has no module jsonschema.");
        Assert.Equal(0, python.ExitCode);

        for (var i = 0; i < documents.Length; i++)
        {
            var (ours, json) = documents[i];
            Assert.True(ours == (theirs[i].Length is 0), $"{json}\nis {(ours ? "valid" : "not valid")} to us; to jsonschema: {theirs[i]}");
        }
    }

    private static Process StartOrSkip(ProcessStartInfo start)
    {
        try
        {
            return Process.Start(start)!;
        }
        catch (System.ComponentModel.Win32Exception)
        {
            Skip.If(true, "There is no python3.");
            throw;
        }
    }
}
