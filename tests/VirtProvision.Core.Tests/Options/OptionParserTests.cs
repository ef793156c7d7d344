using VirtProvision.Core.Options;
using VirtProvision.Testing;

namespace VirtProvision.Core.Tests.Options;

public sealed class OptionParserTests
{
    public static TheoryData<string> Lines => OptionLines.All;

    [Theory, MemberData(nameof(Lines))]
    public void Options_make_a_spec(string name) =>
        Golden.Match(OptionLines.Verified(name), OptionLines.Show(OptionLines.Read(name), new OptionParserSettings("/home/ann", KeepsUnset: name.StartsWith("edit", StringComparison.Ordinal))));

    [Theory]
    [InlineData("vnc", "sdl")]
    [InlineData("hvm", "container")]
    [InlineData("nodisks", "file")]
    [InlineData("bridge", "network")]
    [InlineData("cdrom", "pxe")]
    public void Options_that_exclude_each_other_are_an_error_whichever_comes_first(string one, string other)
    {
        foreach (var (first, second) in new[] { (one, other), (other, one) })
        {
            var shown = OptionLines.Show([Use(first), Use(second)], new OptionParserSettings());

            Assert.Equal(1, shown.Split("VP9107").Length - 1);
        }
    }

    private static OptionUse Use(string name) => new($"--{name}", OptionCatalog.Embedded.Find($"--{name}")!.Arity is OptionArity.None ? null : "x");
}
