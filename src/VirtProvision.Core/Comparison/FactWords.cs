using System.Diagnostics;
using System.Xml.Linq;
using VirtProvision.Core.Documents;

namespace VirtProvision.Core.Comparison;

/// <summary>The words of a facts file. A word that is not here is refused: a misspelt fact must not be no fact.</summary>
internal static class FactWords
{
    public static void Read(FieldFacts facts, MappingEntry word, Func<string, XName> name)
    {
        var value = word.Value;
        switch (word.Key.Text)
        {
            case "listType":
                facts.List = Enum<ListType>(Text(value));
                break;
            case "ignored":
                facts.Ignored = Circumstances(value, name);
                break;
            case "given":
                facts.Given = Circumstances(value, name);
                break;
            case "assigned":
                facts.Assigned = Circumstances(value, name);
                break;
            case "cappedBy":
                facts.CappedBy = FieldPath.Parse(Text(value), name);
                break;
            case "default":
                facts.Default = FieldPath.Parse(Text(value), name);
                break;
            case "byOrder":
                facts.IsOrdered = IsTrue(value);
                break;
            case "expands":
                facts.Expands = name(Text(value).TrimStart('@'));
                break;
            case "mapType":
                facts.IsAtomic = Text(value) == "atomic";
                break;
            case "createOnly":
                facts.IsCreateOnly = IsTrue(value);
                break;
            case "readOnly":
                facts.IsReadOnly = IsTrue(value);
                break;
            case "writeOnly":
                facts.IsWriteOnly = IsTrue(value);
                break;
            case "needs":
                facts.Needs = Paths(value, name);
                break;
            case "required":
                facts.IsRequired = IsTrue(value);
                break;
            case "runtime":
                facts.IsRuntime = IsTrue(value);
                break;
            case "transform":
                facts.Transform = Enum<ValueTransform>(Text(value).Replace("-", "", StringComparison.Ordinal));
                break;
            case "unit":
                facts.DefaultUnit = Unit(value);
                break;
            case "grain":
                facts.Grain = Unit(value);
                break;
            case "startGrain":
                facts.StartGrain = Unit(value);
                break;
            case "elided":
                facts.Elided = [.. Items(value).Select(Text)];
                break;
            case "live" when value is ScalarNode { Text: "none" }:
                facts.IsNeverLive = true;
                break;
            case "live":
                facts.Live = Rules(value, name);
                break;
            case "hotplug":
                facts.Hotplug = Rules(value, name);
                break;
            case "dataLoss":
                facts.DataLoss = Directions(value);
                break;
            case "resets":
                facts.Resets = Paths(value, name);
                break;
            case "mirrors":
                facts.Mirrors = Paths(value, name);
                break;
            case "followers":
                facts.Followers = Paths(value, name);
                break;
            case "caps":
                facts.Caps = Paths(value, name);
                break;
            case var unknown:
                throw new UnreachableException($"\"{unknown}\" is no word of a facts file.");
        }
    }

    /// <summary>
    /// <c>live: none</c>, <c>live: set-memory</c>, <c>live: {means: update-device, on: [add], when: {"@device": [cdrom]}}</c>, or a list of such.
    /// <c>when</c> and <c>unless</c> ask the device as it is, <c>desired</c> the one that is wanted.
    /// </summary>
    private static ImmutableArray<LiveRule> Rules(DocumentNode node, Func<string, XName> name) => [.. Items(node).Select(item => item switch
    {
        MappingNode rule => new LiveRule(
            rule.TextOf("means")!,
            rule["on"] is { } on ? Directions(on) : [],
            [
                .. Conditions(rule["when"], isNegated: false, name),
                .. Conditions(rule["desired"], isNegated: false, name).Select(static condition => condition with { IsOfDesired = true }),
                .. Conditions(rule["unless"], isNegated: true, name),
            ]),
        _ => new LiveRule(Text(item), [], []),
    })];

    /// <summary><c>{when: {path: values}}</c>, <c>{unless: …}</c>, <c>{desired: …}</c> for the spec's side alone, or a list of such; <c>true</c> for always.</summary>
    private static ImmutableArray<ImmutableArray<FactCondition>> Circumstances(DocumentNode node, Func<string, XName> name) =>
        [.. Items(node).Select(item => item is MappingNode mapping
            ? (ImmutableArray<FactCondition>)[
                .. Conditions(mapping["when"], isNegated: false, name),
                .. Conditions(mapping["desired"], isNegated: false, name).Select(static condition => condition with { IsOfDesired = true }),
                .. Conditions(mapping["unless"], isNegated: true, name)]
            : [])];

    private static IEnumerable<FactCondition> Conditions(DocumentNode? node, bool isNegated, Func<string, XName> name) =>
        node is MappingNode conditions
            ? conditions.Entries.Select(entry => new FactCondition(FieldPath.Parse(entry.Key.Text, name), [.. Items(entry.Value).Select(Text)], isNegated))
            : [];

    private static ImmutableArray<ChangeDirection> Directions(DocumentNode node) => [.. Items(node).Select(static item => Enum<ChangeDirection>(Text(item)))];

    private static ImmutableArray<FieldPath> Paths(DocumentNode node, Func<string, XName> name) => [.. Items(node).Select(item => FieldPath.Parse(Text(item), name))];

    private static long Unit(DocumentNode node) =>
        (long)(SizeValue.Unit(Text(node)) ?? throw new UnreachableException($"\"{Text(node)}\" is no unit."));

    /// <summary>A list's items; anything else stands for a list of itself.</summary>
    public static IEnumerable<DocumentNode> Items(DocumentNode node) => node is SequenceNode sequence ? sequence.Items : [node];

    public static string Text(DocumentNode node) => ((ScalarNode)node).Text;

    private static bool IsTrue(DocumentNode node) => node is ScalarNode { IsTrue: true };

    private static T Enum<T>(string text)
        where T : struct, Enum => System.Enum.Parse<T>(text, ignoreCase: true);
}
