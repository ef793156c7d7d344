using System.Text.Json;
using VirtProvision.Core.Options;
using VirtProvision.Testing;

namespace VirtProvision.Core.Tests.Options;

/// <summary>The vocabulary: every name of every option, and that virt-install's are among them.</summary>
public sealed class OptionNamesTests
{
    // What virt-install's parser takes for lack of a reason not to: libvirt has no such attribute on these devices.
    private static readonly Dictionary<string, string[]> s_meaningless = new()
    {
        ["--graphics"] = ["address.", "alias."],
        ["--serial"] = ["target.address", "target_address", "target.name"],
        ["--parallel"] = ["target.address", "target_address", "target.type", "target_type", "target.name", "target.model.name"],
        ["--channel"] = ["target.model.name"],
        ["--console"] = ["target.address", "target_address", "target.name", "target.model.name"],
        ["--iothreads"] = ["xpath"],
        ["--qemu-commandline"] = ["xpath"],
    };

    // What is done with a domain, not what it is; the commands that do it have options for it.
    private static readonly Dictionary<string, string[]> s_actions = new()
    {
        ["--boot"] = ["refresh-machine-type"],
        ["--check"] = [""],
        ["--convert-to-q35"] = [""],
        ["--convert-to-vnc"] = [""],
    };

    [Fact]
    public void The_names_are_those_we_agreed_to() => Golden.Match(Path.Combine(RepositoryPaths.Cases, "_options", "names.verified.txt"), string.Join('\n', Names()));

    [SkippableFact]
    public void Every_sub_option_of_virt_install_is_known()
    {
        var map = RepositoryPaths.Shared is { } shared ? Path.Combine(shared, "conformance", "suboptions", "options_map.json") : null;
        Skip.If(map is null || !File.Exists(map), "virt-install's own list of sub-options is not beside this checkout.");

        var unknown = new List<string>();
        using var json = JsonDocument.Parse(File.ReadAllText(map!));
        foreach (var option in json.RootElement.EnumerateObject())
        {
            foreach (var name in option.Value.GetProperty("suboptions").EnumerateArray().SelectMany(NamesOf))
            {
                if (!Excepted(s_meaningless, option.Name, name) && !Excepted(s_actions, option.Name, name) && !IsKnown(option.Name, name))
                {
                    unknown.Add($"{option.Name} {name}");
                }
            }
        }

        Assert.Empty(unknown);
    }

    private static bool IsKnown(string option, string name)
    {
        if (OptionCatalog.Embedded.Find(option) is not { } definition)
        {
            return false;
        }

        // Where a number may stand, one does; `x` and `x1` are both names then.
        var plain = name.Replace("[0-9]*", "1", StringComparison.Ordinal);
        return new OptionPieceReader(definition, OptionCatalog.Embedded.FieldsOf(definition), ShorthandCatalog.Of(option)).IsKnown(plain);
    }

    private static bool Excepted(Dictionary<string, string[]> exceptions, string option, string name) =>
        exceptions.TryGetValue(option, out var prefixes) && prefixes.Any(prefix => name.StartsWith(prefix, StringComparison.Ordinal));

    private static IEnumerable<string> NamesOf(JsonElement suboption) =>
        [suboption.GetProperty("name").GetString()!, .. suboption.TryGetProperty("aliases", out var aliases) ? aliases.EnumerateArray().Select(static alias => alias.GetString()!) : []];

    private static IEnumerable<string> Names()
    {
        foreach (var option in OptionCatalog.Embedded.All)
        {
            var spellings = string.Join(' ', option.Spellings);
            yield return option.Instead is { } instead ? $"{spellings} -> {instead} {option.Pieces}" : spellings;
            foreach (var entry in OptionHelp.Of(option).Entries.Where(_ => option.Instead is null))
            {
                yield return $"  {string.Join(' ', entry.Names)}";
            }
        }
    }
}
