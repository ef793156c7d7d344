using System.Diagnostics;
using VirtProvision.Core.Kinds;

namespace VirtProvision.Core.Tests.Cases;

/// <summary>libvirt's RELAX NG schemas, by way of xmllint.</summary>
internal static class RelaxNg
{
    private const string Folder = "/usr/share/libvirt/schemas";

    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(60);

    /// <summary>Why it cannot be asked here, or null.</summary>
    public static string? MissingBecause { get; } =
        !Directory.Exists(Folder) ? $"libvirt's schemas are not in {Folder}."
        : !HasLinter() ? "xmllint is not installed."
        : null;

    /// <summary>What is wrong with a file; empty when nothing is.</summary>
    public static string ErrorsIn(string path, ResourceKind kind)
    {
        var grammar = kind == ResourceKind.StoragePool ? "storagepool" : kind == ResourceKind.StorageVolume ? "storagevol" : kind.RootElement;
        using var process = Process.Start(new ProcessStartInfo("xmllint", ["--noout", "--relaxng", $"{Folder}/{grammar}.rng", path]) { RedirectStandardError = true })!;
        var errors = process.StandardError.ReadToEndAsync();
        if (process.WaitForExit(s_patience))
        {
            return process.ExitCode is 0 ? "" : errors.Result;
        }

        process.Kill();
        return $"xmllint did not finish within {s_patience.TotalSeconds} s: with many optional elements its search grows beyond bounds. Split the case.";
    }

    private static bool IsProgram(string path) =>
        File.Exists(path) && (OperatingSystem.IsWindows() || File.GetUnixFileMode(path).HasFlag(UnixFileMode.UserExecute));

    private static bool HasLinter()
    {
        var folders = Environment.GetEnvironmentVariable("PATH")?.Split(':') ?? [];
        return folders.Select(static folder => Path.Combine(folder, "xmllint")).Any(IsProgram);
    }
}
