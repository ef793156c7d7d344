using System.Text.RegularExpressions;
using VirtProvision.Core.Diagnostics;
using VirtProvision.Core.Documents;
using VirtProvision.Core.Osinfo;

namespace VirtProvision.Core.Seeding.Unattended;

/// <summary>Who can log in to the installed guest, and with what.</summary>
/// <param name="Login">Empty: no user is made beside the administrator.</param>
/// <param name="UserPassword">In clear, or a hash of crypt(3).</param>
/// <param name="AdminPassword">The same; empty: the administrator cannot log in by password.</param>
/// <param name="Generated">The password among these that was made here, to be shown once; null when all were given.</param>
internal sealed partial record AnswerAccounts(string Login, string UserPassword, string AdminPassword, string? Generated)
{
    // Whoever runs the command as root has no name to give to the guest's user.
    private const string Nobody = "user";

    /// <param name="texts">The content of the files, by the text of their node; null: not read, only what can be known without is checked.</param>
    public static AnswerAccounts Create(
        MappingNode unattended, AnswerSetting setting, InstallScript script, IReadOnlyDictionary<string, string>? texts, Func<string> makePassword, DiagnosticBag diagnostics)
    {
        Require(unattended, "adminPasswordFile", "admin-password", setting, script, diagnostics);
        Require(unattended, "userPasswordFile", "user-password", setting, script, diagnostics);
        var admin = Password(unattended, "adminPasswordFile", texts, diagnostics);
        var user = Password(unattended, "userPasswordFile", texts, diagnostics);
        var login = ChooseLogin(unattended, setting, script, diagnostics);
        if (texts is null || admin.Length > 0 || user.Length > 0)
        {
            // A user without a password of his own takes the administrator's: an account that nobody can enter helps nobody.
            return new AnswerAccounts(login, user.Length > 0 ? user : admin, admin, null);
        }

        var made = makePassword();
        return login.Length > 0 ? new AnswerAccounts(login, made, "", made) : new AnswerAccounts("", "", made, made);
    }

    private static void Require(MappingNode unattended, string member, string parameter, AnswerSetting setting, InstallScript script, DiagnosticBag diagnostics)
    {
        if (unattended[member] is not ScalarNode { IsNull: false } && script.Parameters.Any(known => known.IsRequired && known.Name == parameter))
        {
            diagnostics.Add(UnattendedDiagnostics.MissingPassword(unattended.Span, setting.System.Name, script.Profile, parameter, member));
        }
    }

    private static string Password(MappingNode unattended, string member, IReadOnlyDictionary<string, string>? texts, DiagnosticBag diagnostics)
    {
        if (texts is null || unattended[member] is not ScalarNode { IsNull: false } file)
        {
            return "";
        }

        var password = FirstLine.Of(texts[file.Text]);
        if (password.Length is 0)
        {
            diagnostics.Add(SeedDiagnostics.EmptyFile(file.Span, file.Text, "the password"));
        }

        return password;
    }

    // jeos has the administrator alone, unless somebody is named.
    private static string ChooseLogin(MappingNode unattended, AnswerSetting setting, InstallScript script, DiagnosticBag diagnostics)
    {
        var given = unattended["userLogin"] is ScalarNode { IsNull: false } node ? node : null;
        if (given is null && script.Profile is not "desktop" && unattended["userPasswordFile"] is not ScalarNode { IsNull: false })
        {
            return "";
        }

        var login = given?.Text ?? (setting.HostUser is null or "root" ? Nobody : setting.HostUser);
        login = setting.System.IsWindows ? login : login.ToLowerInvariant();
        if (login is "root" || string.Equals(login, "administrator", StringComparison.OrdinalIgnoreCase))
        {
            diagnostics.Add(UnattendedDiagnostics.ReservedLogin((given ?? (DocumentNode)unattended).Span, setting.System.Name, login));
        }
        else if (!(setting.System.IsWindows ? WindowsLogin() : UnixLogin()).IsMatch(login))
        {
            if (given is null)
            {
                return Nobody;
            }

            diagnostics.Add(UnattendedDiagnostics.WrongLogin(given.Span, login));
        }

        return login;
    }

    // What useradd of the distributions takes.
    [GeneratedRegex("^[a-z_][a-z0-9_-]{0,31}$")]
    private static partial Regex UnixLogin();

    [GeneratedRegex(@"^[^""/\\\[\]:;|=,+*?<>@\x00-\x1f]{1,20}(?<![. ])$")]
    private static partial Regex WindowsLogin();
}
