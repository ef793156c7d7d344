namespace VirtProvision.Core.Seeding.Unattended;

/// <summary>Language, keyboard and time of the machine the command runs on: a guest gets the same, since nobody is asked.</summary>
/// <param name="Language">POSIX, without an encoding: <c>de_DE</c>.</param>
/// <param name="Keyboard">XKB layout: <c>de</c>.</param>
/// <param name="TimeZone">IANA: <c>Europe/Berlin</c>.</param>
public sealed record HostLocale(string Language, string Keyboard, string TimeZone)
{
    /// <summary>For a machine that says nothing of itself, as containers and CI runners do.</summary>
    public static readonly HostLocale Unknown = new("en_US", "us", "UTC");
}
