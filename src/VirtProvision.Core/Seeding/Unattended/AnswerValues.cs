using VirtProvision.Core.Osinfo;

namespace VirtProvision.Core.Seeding.Unattended;

/// <summary>The names that a template of an answer file may use.</summary>
internal static class AnswerValues
{
    /// <param name="format">How the texts among them are escaped.</param>
    public static Dictionary<string, object> Of(AnswerSetting setting, InstallScript script, AnswerAccounts accounts, string file, string productKey, string format)
    {
        var system = setting.System;
        var locale = setting.Locale;
        var (mirrorHost, mirrorFolder) = Mirror(setting);
        var host = setting.Guest.HostName;
        var label = host.Split('.')[0];
        var texts = new Dictionary<string, string>
        {
            ["profile"] = script.Profile,
            ["file"] = file,
            ["distro"] = system.Distro ?? "",
            ["version"] = system.Version ?? "",
            ["arch"] = setting.Arch,
            ["windows_arch"] = setting.Arch switch { "x86_64" => "amd64", "aarch64" => "arm64", _ => "x86" },
            ["hostname"] = host,
            ["domain"] = host.Length > label.Length ? host[(label.Length + 1)..] : "",
            ["computer_name"] = label[..Math.Min(label.Length, 15)].TrimEnd('-'), // NetBIOS
            ["language"] = locale.Language,
            ["locale"] = locale.Language + ".UTF-8",
            ["windows_language"] = locale.Language.Replace('_', '-'),
            ["keyboard"] = locale.Keyboard,
            ["time_zone"] = locale.TimeZone,
            ["user_login"] = accounts.Login,
            ["user_name"] = accounts.Login,
            ["user_password"] = accounts.UserPassword,
            ["user_password_hash"] = Hash(accounts.UserPassword, setting.Guest, accounts.Login),
            ["admin_password"] = accounts.AdminPassword,
            ["admin_password_hash"] = Hash(accounts.AdminPassword, setting.Guest, "root"),
            ["disk"] = setting.Disk ?? "",
            ["url"] = setting.Url ?? "",
            ["mirror_host"] = mirrorHost,
            ["mirror_folder"] = mirrorFolder,
            ["product_key"] = productKey,
        };

        var values = texts.ToDictionary(static pair => pair.Key, pair => (object)AnswerFormat.Escape(format, pair.Value));
        values["version_number"] = OsVersion.NumberOf(system.Version);
        values["is_uefi"] = setting.IsUefi;
        values["is_ostree"] = script.Id.Contains("/silverblue/", StringComparison.Ordinal);
        values["has_drivers"] = setting.HasDrivers;
        return values;
    }

    private static string Hash(string password, SeedGuest guest, string login) =>
        password.Length is 0 || Sha512Crypt.IsHash(password) ? password : Sha512Crypt.Hash(password, Sha512Crypt.SaltFor(guest.Name, guest.Uuid ?? "", login));

    // A Debian tree is at HOST/FOLDER/dists/SUITE/…, and the packages come from HOST/FOLDER.
    private static (string Host, string Folder) Mirror(AnswerSetting setting)
    {
        if (Uri.TryCreate(setting.Url, UriKind.Absolute, out var url) && url.Scheme is "http" && url.AbsolutePath.IndexOf("/dists/", StringComparison.Ordinal) is > 0 and var end)
        {
            return (url.Authority, url.AbsolutePath[..end]);
        }

        return setting.System.Distro is "ubuntu" ? ("archive.ubuntu.com", "/ubuntu") : ("deb.debian.org", "/debian");
    }
}
