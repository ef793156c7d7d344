using System.Diagnostics;
using System.Text;
using Xunit;

namespace VirtProvision.Core.Tests.Seeding;

/// <summary>Programs that read what we write, where they are installed.</summary>
internal static class OtherProgram
{
    private static readonly string[] s_folders = ["/usr/bin", "/usr/sbin", "/bin", "/sbin"];

    public static bool Exists(string name) => Find(name) is not null;

    /// <summary>Its standard output; fails the test when the program does.</summary>
    public static string Run(string name, params IReadOnlyList<string> arguments)
    {
        using var process = Process.Start(new ProcessStartInfo(Find(name)!, arguments)
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            StandardOutputEncoding = Encoding.UTF8,
            Environment = { ["LC_ALL"] = "C.UTF-8" },
        })!;
        var errors = process.StandardError.ReadToEndAsync();
        var output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        Assert.True(process.ExitCode is 0, $"{name} {string.Join(' ', arguments)}: {errors.Result}{output}");
        return output;
    }

    private static string? Find(string name) => s_folders.Select(folder => Path.Combine(folder, name)).FirstOrDefault(File.Exists);
}
