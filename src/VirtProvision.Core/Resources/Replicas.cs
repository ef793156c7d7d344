using System.Text.RegularExpressions;
using VirtProvision.Core.Documents;
using VirtProvision.Core.Kinds;

namespace VirtProvision.Core.Resources;

/// <summary>Makes one document of a domain into several, by <c>replicas</c> and <c>{index}</c>.</summary>
internal static partial class Replicas
{
    private const string Member = "replicas";

    // The schema's own bounds; beyond them the document is read as it is, and the schema says what is wrong.
    private const int Most = 1000;

    /// <summary>Null for a document that makes one resource.</summary>
    public static int? CountOf(MappingNode document) =>
        document.TextOf("kind") == ResourceKind.Domain.Name && document["spec"] is MappingNode spec && spec[Member] is ScalarNode number
        && number.TryGetInteger(out var count) && count is >= 0 and <= Most
            ? (int)count
            : null;

    /// <summary>Null when all would have one name.</summary>
    public static ReplicaSet? SetOf(MappingNode document, int count) =>
        document["metadata"] is MappingNode metadata && metadata["name"] is ScalarNode name && Index().IsMatch(name.Text)
            ? new ReplicaSet(name.Text, count, name.Span) { HostPattern = (document["spec"] as MappingNode)?.TextOf("host") is { } host && Index().IsMatch(host) ? host : null }
            : null;

    /// <summary>The document of one replica.</summary>
    public static MappingNode At(MappingNode document, int index) =>
        (MappingNode)Fill(document.With("spec", ((MappingNode)document["spec"]!).Without(Member)), index);

    public static string Fill(string text, int index) => Index().Replace(text, match => (index + PlusOf(match)).ToString(CultureInfo.InvariantCulture));

    /// <summary>Where the first index stands in a name that has one, and what is added to it.</summary>
    public static (int Start, int Plus) FirstIndexIn(string name) => Index().Match(name) is var match ? (match.Index, PlusOf(match)) : default;

    private static int PlusOf(Match match) => match.Groups["plus"] is { Success: true } plus ? int.Parse(plus.ValueSpan, CultureInfo.InvariantCulture) : 0;

    private static DocumentNode Fill(DocumentNode node, int index) => node switch
    {
        ScalarNode scalar when scalar.Text.Contains("{index", StringComparison.Ordinal) => Fill(scalar, index),
        SequenceNode list => list with { Items = [.. list.Items.Select(item => Fill(item, index))] },
        MappingNode mapping => mapping with { Entries = [.. mapping.Entries.Select(entry => entry with { Value = Fill(entry.Value, index) })] },
        _ => node,
    };

    private static ScalarNode Fill(ScalarNode scalar, int index)
    {
        var filled = Fill(scalar.Text, index);
        return Index().Match(scalar.Text) is { Success: true, Index: 0 } match && match.Length == scalar.Text.Length
            ? ScalarNode.Integer(scalar.Span, long.Parse(filled, CultureInfo.InvariantCulture))
            : scalar with { Text = filled };
    }

    // Not {{index}}, which belongs to the template languages of guests.
    [GeneratedRegex(@"(?<!\{)\{index(\+(?<plus>[0-9]{1,6}))?\}(?!\})", RegexOptions.ExplicitCapture)]
    private static partial Regex Index();
}
