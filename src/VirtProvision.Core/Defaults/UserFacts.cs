namespace VirtProvision.Core.Defaults;

/// <summary>What is known of the user who makes a domain.</summary>
/// <param name="Display">The X11 display in use, <c>$DISPLAY</c>.</param>
/// <param name="Xauthority">The file with the keys to it: <c>~/.Xauthority</c>.</param>
public sealed record UserFacts(string? Display, string? Xauthority);

/// <summary>The same as rules see it: <c>user.display</c>.</summary>
internal static class UserModel
{
    public static readonly FactTable<UserFacts> Table = new(
        "user",
        Fact<UserFacts>.Text("display", static user => user.Display),
        Fact<UserFacts>.Text("xauthority", static user => user.Xauthority));
}
