using VirtProvision.Cli.Terminal;
using VirtProvision.Core.Planning;

namespace VirtProvision.Cli.Views;

/// <summary>One line of what will be created: <c>memory: 2GiB</c>, <c>disks[root]: {pool: images, size: 20GiB}</c>.</summary>
internal static class CreationLine
{
    // A public key or a kernel's command line would fill the screen; JSON has all of it.
    private const int LongValue = 60;

    public static string Of(string owner, ImmutableArray<CreationField> fields) => fields is [{ Name: "" } only]
        ? $"{Visible.Of(owner)}: {Shown(only)}"
        : $"{Visible.Of(owner)}: {{{string.Join(", ", fields.Select(static field => $"{Visible.Of(field.Name)}: {Shown(field)}"))}}}";

    private static string Shown(CreationField field) => field.Value switch
    {
        null => "(secret)",
        { Length: > LongValue } value => Visible.Of(value[..(LongValue - 1)]) + "…",
        var value => Visible.Of(value),
    };
}
