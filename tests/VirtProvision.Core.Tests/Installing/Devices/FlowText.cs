using VirtProvision.Core.Documents;

namespace VirtProvision.Core.Tests.Installing.Devices;

/// <summary>A node as YAML in one line, for comparing.</summary>
internal static class FlowText
{
    public static string Of(DocumentNode node) => node switch
    {
        ScalarNode scalar => scalar.Text,
        SequenceNode list => $"[{string.Join(", ", list.Items.Select(Of))}]",
        MappingNode mapping => $"{{{string.Join(", ", mapping.Entries.Select(static entry => $"{entry.Key.Text}: {Of(entry.Value)}"))}}}",
        _ => throw new ArgumentOutOfRangeException(nameof(node)),
    };
}
