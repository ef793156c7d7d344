using System.Text.Json;
using System.Xml.Linq;
using VirtProvision.Core.Options;
using VirtProvision.Testing;

namespace VirtProvision.Core.Tests.Options;

/// <summary>Command lines of virt-install and virt-xml with what they must do, from beside the checkout.</summary>
/// <param name="Uses">Those of the arguments that say what a domain is.</param>
internal sealed record ConformanceCase(string Id, string Program, string Kind, ImmutableArray<string> Arguments, ImmutableArray<OptionUse> Uses, string? ExpectedFile)
{
    public static string? Folder { get; } = RepositoryPaths.Shared is { } shared && Directory.Exists(Path.Combine(shared, "conformance")) ? Path.Combine(shared, "conformance") : null;

    public static ImmutableArray<ConformanceCase> All => Folder is null ? [] : [.. Read("cases.json"), .. Read("derived_cases.json")];

    /// <summary>A device or part alone, as <c>virt-xml --build-xml</c> prints it.</summary>
    public bool IsPart => Arguments.Contains("--build-xml");

    public IEnumerable<XElement> ExpectedParts() =>
        XElement.Parse($"<parts>{File.ReadAllText(new[] { Path.Combine(Folder!, "expected", ExpectedFile!), Path.Combine(Folder!, "upstream", "tests", "data", "cli", "compare", ExpectedFile!) }.First(File.Exists))}</parts>").Elements();

    private static List<ConformanceCase> Read(string file)
    {
        using var json = JsonDocument.Parse(File.ReadAllText(Path.Combine(Folder!, file)));
        return [.. json.RootElement.GetProperty("cases").EnumerateArray().Select(static @case =>
        {
            ImmutableArray<string> arguments = [.. @case.GetProperty("args").EnumerateArray().Select(static argument => argument.GetString()!)];
            return new ConformanceCase(
                @case.GetProperty("id").GetString()!,
                @case.GetProperty("app").GetString()!,
                @case.GetProperty("kind").GetString()!,
                arguments,
                [.. UsesIn(arguments)],
                @case.GetProperty("compare_file").GetString());
        })];
    }

    private static IEnumerable<OptionUse> UsesIn(ImmutableArray<string> arguments)
    {
        for (var i = 0; i < arguments.Length; i++)
        {
            var equals = arguments[i].StartsWith("--", StringComparison.Ordinal) ? arguments[i].IndexOf('=', StringComparison.Ordinal) : -1;
            if (OptionCatalog.Embedded.Find(equals < 0 ? arguments[i] : arguments[i][..equals]) is not { } option)
            {
                continue;
            }

            var takesNext = equals < 0 && i + 1 < arguments.Length && option.Arity switch
            {
                OptionArity.Required => true,
                OptionArity.Optional => !arguments[i + 1].StartsWith('-'),
                _ => false,
            };
            yield return new OptionUse(option.Name, equals >= 0 ? arguments[i][(equals + 1)..] : takesNext ? arguments[++i] : null);
        }
    }
}
