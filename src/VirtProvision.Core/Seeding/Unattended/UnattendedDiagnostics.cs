using VirtProvision.Core.Diagnostics;
using VirtProvision.Core.Text;

namespace VirtProvision.Core.Seeding.Unattended;

/// <summary>What can keep a system from being installed without questions. Codes 855x.</summary>
public static class UnattendedDiagnostics
{
    public static Diagnostic NotSupported(TextSpan span, string system) => Diagnostic.Error("VP8551", span,
        summary: "No unattended installation for this system",
        detail: $"{system} does not support unattended installation: no answer file is known for it. Debian, Ubuntu, Fedora, RHEL and its kin, SUSE, and Windows since Vista have one.");

    public static Diagnostic UnknownProfile(TextSpan span, string system, string profile, string profiles) => Diagnostic.Error("VP8552", span,
        summary: "Unknown profile of an unattended installation",
        detail: $"{system} has no profile \"{profile}\". Available profiles: {profiles}.");

    public static Diagnostic MediaWithout(TextSpan span, string system) => Diagnostic.Error("VP8553", span,
        summary: "No unattended installation from this media",
        detail: $"The {system} media does not support unattended installation, as live images do not. Give an installation image or tree.");

    public static Diagnostic MissingPassword(TextSpan span, string system, string profile, string parameter, string member) => Diagnostic.Error("VP8554", span,
        summary: "Password is missing",
        detail: $"The profile {profile} of {system} needs {parameter}: give it by {parameter}-file ({member} in a spec), a file with the password in its first line.");

    public static Diagnostic ReservedLogin(TextSpan span, string system, string login) => Diagnostic.Error("VP8555", span,
        summary: "Login belongs to the system",
        detail: $"{system} has a user {login} of its own, so it cannot be taken as user-login. Choose another.");

    public static Diagnostic WrongLogin(TextSpan span, string login) => Diagnostic.Error("VP8556", span,
        summary: "Login that a system does not take",
        detail: $"\"{string.Concat(login.Select(static c => char.IsControl(c) ? '?' : c))}\" is no login: lower-case letters, digits, _ and -, beginning with a letter; in Windows at most 20 characters and none of \"/\\[]:;|=,+*?<>@.");

    public static Diagnostic WrongCharacter(TextSpan span, string what, string why) => Diagnostic.Error("VP8557", span,
        summary: "Value that an answer file cannot carry",
        detail: $"{what} has {why}. Choose another.");

    public static Diagnostic NotByThisWay(TextSpan span, string system, string why) => Diagnostic.Error("VP8558", span,
        summary: "Answers do not reach the installer this way",
        detail: $"{system} cannot be installed unattended from what is booted here. {why}");

    public static Diagnostic Refused(TextSpan span, string system, string why) => Diagnostic.Error("VP8559", span,
        summary: "Answer file of a kind that is not written",
        detail: $"{system} does not support unattended installation here. {why}");

    public static Diagnostic HashForWindows(TextSpan span) => Diagnostic.Error("VP8560", span,
        summary: "Windows takes no password hash",
        detail: "The password's file holds a hash of crypt(3), which Windows would take for the password itself. Give the password.");

    public static Diagnostic NothingToRegister(TextSpan span, string system) => Diagnostic.Warning("VP8561", span,
        summary: "Registration login has no effect",
        detail: $"The installer of {system} registers nothing by a login. Register the installed system.");
}
