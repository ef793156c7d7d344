using System.Diagnostics;
using VirtProvision.Testing;

namespace VirtProvision.Cli.Tests.Binary;

/// <summary>Runs the published native binary, and other programs beside it.</summary>
internal static class NativeBinary
{
    public static readonly string Path = System.IO.Path.Combine(RepositoryPaths.Root, "artifacts", "cli", "virt-provision");

    public static void SkipWithout() => Skip.IfNot(File.Exists(Path), "The native binary is not published: dotnet publish src/VirtProvision.Cli -c Release -o artifacts/cli");

    public static void SkipWithoutHost()
    {
        SkipWithout();
        Skip.IfNot(Environment.IsPrivilegedProcess, "Only root has a qemu:///system to work on.");
        Skip.IfNot(File.Exists("/run/libvirt/libvirt-sock"), "No libvirtd answers on qemu:///system.");
    }

    public static Task<CommandRun> RunAsync(params string[] args) => RunProgramAsync(Path, args);

    /// <param name="folder">The working folder.</param>
    public static async Task<CommandRun> RunInAsync(string folder, params string[] args)
    {
        var start = new ProcessStartInfo(Path, args) { RedirectStandardInput = true, RedirectStandardOutput = true, RedirectStandardError = true, WorkingDirectory = folder };
        using var process = Process.Start(start)!;
        return await EndOfAsync(process);
    }

    public static async Task<CommandRun> RunProgramAsync(string program, params string[] args)
    {
        using var process = Start(program, args);
        return await EndOfAsync(process);
    }

    public static Process Start(string program, params string[] args)
    {
        var start = new ProcessStartInfo(program, args) { RedirectStandardInput = true, RedirectStandardOutput = true, RedirectStandardError = true };
        start.Environment["LIBVIRT_DEFAULT_URI"] = "qemu:///system";
        return Process.Start(start)!;
    }

    public static async Task<CommandRun> EndOfAsync(Process process)
    {
        process.StandardInput.Close();
        var output = process.StandardOutput.ReadToEndAsync();
        var error = process.StandardError.ReadToEndAsync();
        await process.WaitForExitAsync();
        return new CommandRun(process.ExitCode, await output, await error);
    }
}
