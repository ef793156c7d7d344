using VirtProvision.Core.Text;

namespace VirtProvision.Core.Tests.Editing;

public sealed class LineDiffTests
{
    [Fact]
    public void Shows_changes_with_three_lines_around_them()
    {
        var diff = LineDiff.Of("1\n2\n3\n4\n5\n6\n7\n8\n9\n", "1\n2\n3\n4\nfive\n6\n7\n8\n9\n", "old", "new");

        Assert.Equal("--- old\n+++ new\n@@ -2,7 +2,7 @@\n 2\n 3\n 4\n-5\n+five\n 6\n 7\n 8\n", diff);
    }

    [Fact]
    public void Changes_far_apart_stand_apart()
    {
        var before = string.Join('\n', Enumerable.Range(1, 30));
        var after = before.Replace("\n3\n", "\n", StringComparison.Ordinal).Replace("\n28\n", "\n28\nx\n", StringComparison.Ordinal);

        var diff = LineDiff.Of(before, after, "a", "b");

        Assert.Equal(["@@ -1,6 +1,5 @@", "@@ -26,5 +25,6 @@"], diff.Split('\n').Where(static line => line.StartsWith('@')));
        Assert.Contains("\n-3\n", diff, StringComparison.Ordinal);
        Assert.Contains("\n+x\n", diff, StringComparison.Ordinal);
    }

    [Fact]
    public void Texts_that_are_alike_differ_in_nothing() => Assert.Equal("", LineDiff.Of("a\nb\n", "a\r\nb", "a", "b"));
}
