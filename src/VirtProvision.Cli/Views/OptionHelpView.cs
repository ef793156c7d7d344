using VirtProvision.Core.Options;

namespace VirtProvision.Cli.Views;

/// <summary>The sub-options of an option, one a line.</summary>
internal static class OptionHelpView
{
    private const int Column = 44;

    public static void Write(OptionHelp help, TextWriter output)
    {
        output.WriteLine($"{help.Option.Name}  {help.Description}");
        if (!help.Positional.IsEmpty)
        {
            output.WriteLine($"  Values without a name come first: {string.Join(", ", help.Positional)}.");
        }

        foreach (var entry in help.Entries)
        {
            var names = $"  {string.Join(", ", entry.Names)}={entry.Value}";
            output.WriteLine(names.Length < Column ? $"{names.PadRight(Column)}{entry.Description}" : $"{names}\n{new string(' ', Column)}{entry.Description}");
        }
    }
}
