using VirtProvision.Core.Resources;

namespace VirtProvision.Core.Tests.Resources;

public sealed class LabelSelectorTests
{
    private static readonly ImmutableSortedDictionary<string, string> s_labels = new Dictionary<string, string> { ["tier"] = "web", ["owner"] = "me" }.ToImmutableSortedDictionary();

    [Theory]
    [InlineData("tier=web", true)]
    [InlineData("tier==web", true)]
    [InlineData("tier=db", false)]
    [InlineData("tier!=db", true)]
    [InlineData("tier != web", false)]
    [InlineData("env!=test", true)]
    [InlineData("owner", true)]
    [InlineData("!owner", false)]
    [InlineData("env", false)]
    [InlineData("!env, tier=web", true)]
    [InlineData("tier=web,env", false)]
    [InlineData("owner=", false)]
    public void Chooses(string selector, bool matches) => Assert.Equal(matches, LabelSelector.Parse(selector)!.Matches(s_labels));

    [Theory]
    [InlineData("")]
    [InlineData("tier=web,")]
    [InlineData("=web")]
    [InlineData("!")]
    public void Is_none(string selector) => Assert.Null(LabelSelector.Parse(selector));
}
