namespace VirtProvision.Core.Images;

/// <summary>How the origin of an image is written where one text has to name it.</summary>
public static class ImageSource
{
    private static readonly string[] s_schemes = ["http", "https", "ftp", "file"];

    /// <summary><c>qemu+ssh://golden/system#images/debian12.qcow2</c>.</summary>
    public static string OfVolume(string uri, string pool, string volume) => $"{uri}#{pool}/{volume}";

    /// <summary>Without the password that a URL may hold.</summary>
    public static string Shown(string source) =>
        Uri.TryCreate(source, UriKind.Absolute, out var uri) && uri.UserInfo.Length > 0 ? new UriBuilder(uri) { UserName = "", Password = "" }.Uri.AbsoluteUri : source;

    /// <summary>Whether it is a URL that images can be fetched from.</summary>
    public static bool IsUrl(string text) => Uri.TryCreate(text, UriKind.Absolute, out var uri) && s_schemes.Contains(uri.Scheme);

    /// <summary>The file's name in a URL.</summary>
    public static string FileName(string url) =>
        Uri.TryCreate(url, UriKind.Absolute, out var uri) ? Uri.UnescapeDataString(uri.AbsolutePath[(uri.AbsolutePath.LastIndexOf('/') + 1)..]) : url[(url.LastIndexOf('/') + 1)..];
}
