using VirtProvision.Cli.Terminal;
using VirtProvision.Cli.Views;
using VirtProvision.Core.Diagnostics;
using VirtProvision.Core.Text;

namespace VirtProvision.Cli.Tests.Views;

public sealed class DiagnosticsTextTests
{
    private static readonly SourceFile s_file = new("specs/web01.yaml", "kind: Domain\nspec:\n\tmemory: 2\n  cach: none\n");

    [Fact]
    public void The_first_line_is_what_editors_and_ci_read() =>
        Assert.Equal("specs/web01.yaml:4:3: error VP2003: Unknown property. \"cach\" is not a property here.\n", Write(Unknown(), excerpts: false));

    [Fact]
    public void A_terminal_sees_the_place_in_its_line() =>
        Assert.Equal(
            """
            specs/web01.yaml:4:3: error VP2003: Unknown property. "cach" is not a property here.
              4 |   cach: none
                |   ^^^^

            """,
            Write(Unknown(), excerpts: true));

    [Fact]
    public void Escape_sequences_in_a_spec_do_not_reach_the_terminal()
    {
        var text = Write(Diagnostic.Error("VP2003", null, "Unknown property", "\"\e]0;x\a\" is not a property here."), excerpts: true);

        Assert.Equal("virt-provision: error VP2003: Unknown property. \"\\x1b]0;x\\x07\" is not a property here.\n", text);
    }

    [Fact]
    public void A_second_place_is_a_note()
    {
        var text = Write(Unknown() with { Related = [new RelatedPlace(Span(1, 1, 5), "The kind is here.")] }, excerpts: false);

        Assert.EndsWith("specs/web01.yaml:1:1: note: The kind is here.\n", text, StringComparison.Ordinal);
    }

    private static Diagnostic Unknown() => Diagnostic.Error("VP2003", Span(4, 3, 7), "Unknown property", "\"cach\" is not a property here.");

    private static TextSpan Span(int line, int start, int end) => new(s_file, new TextPosition(line, start), new TextPosition(line, end));

    private static string Write(Diagnostic diagnostic, bool excerpts)
    {
        using var output = new StringWriter { NewLine = "\n" };
        DiagnosticsText.Write([diagnostic], output, Style.Plain, excerpts);
        return output.ToString();
    }
}
