namespace VirtProvision.Core.Seeding;

/// <summary>A password's file holds it in its first line.</summary>
internal static class FirstLine
{
    public static string Of(string text) => text.AsSpan().IndexOfAny('\r', '\n') is >= 0 and var end ? text[..end] : text;
}
