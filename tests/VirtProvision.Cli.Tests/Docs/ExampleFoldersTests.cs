using System.Text.Json;
using VirtProvision.Cli.Tests.Binary;
using VirtProvision.Testing;

namespace VirtProvision.Cli.Tests.Docs;

/// <summary>Each folder of examples is valid, and what it renders is XML as libvirt's own schemas want it. With values files, by each of them.</summary>
public sealed class ExampleFoldersTests
{
    private const string Schemas = "/usr/share/libvirt/schemas";

    private static readonly string s_examples = Path.Combine(RepositoryPaths.Root, "examples");

    public static TheoryData<string, string> Folders
    {
        get
        {
            var data = new TheoryData<string, string>();
            foreach (var folder in Directory.GetDirectories(s_examples).Order(StringComparer.Ordinal))
            {
                var name = Path.GetFileName(folder);
                var values = Path.Combine(folder, "values");
                foreach (var file in Directory.Exists(values) ? Directory.GetFiles(values) : [""])
                {
                    data.Add(name, Path.GetFileName(file));
                }
            }

            return data;
        }
    }

    [Theory, MemberData(nameof(Folders))]
    public async Task An_example_is_valid(string folder, string values)
    {
        var run = await CommandRun.OfAsync(["validate", .. Arguments(folder, values)]);

        Assert.Equal((0, ""), (run.ExitCode, run.Error));
    }

    [SkippableTheory, MemberData(nameof(Folders))]
    public async Task An_example_renders_as_libvirts_schemas_want_it(string folder, string values)
    {
        Skip.IfNot(Directory.Exists(Schemas) && File.Exists("/usr/bin/xmllint"), "xmllint and libvirt's schemas are not installed.");
        var run = await CommandRun.OfAsync(["render", "-o", "json", .. Arguments(folder, values)]);

        using var document = JsonDocument.Parse(run.Out);
        var path = Path.GetTempFileName();
        try
        {
            // A patch is a part of a domain, and no grammar is of parts.
            foreach (var resource in document.RootElement.GetProperty("result").EnumerateArray().Where(static resource => resource.GetProperty("kind").GetString() is not "DomainPatch"))
            {
                await File.WriteAllTextAsync(path, resource.GetProperty("xml").GetString());
                var lint = await NativeBinary.RunProgramAsync("xmllint", "--noout", "--relaxng", $"{Schemas}/{Grammar(resource.GetProperty("kind").GetString()!)}.rng", path);
                Assert.True(lint.ExitCode == 0, $"{resource.GetProperty("name")}: {lint.Error}");
            }
        }
        finally
        {
            File.Delete(path);
        }
    }

    private static string[] Arguments(string folder, string values) => values.Length == 0
        ? [Path.Combine(s_examples, folder)]
        : [Path.Combine(s_examples, folder, "specs"), "--values", Path.Combine(s_examples, folder, "values", values)];

    private static string Grammar(string kind) => kind is "StorageVolume" ? "storagevol" : kind.ToLowerInvariant();
}
