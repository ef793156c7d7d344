using System.ComponentModel;
using System.Diagnostics;
using VirtProvision.Core.Cloning;
using VirtProvision.Core.Diagnostics;
using VirtProvision.Core.Seeding;

namespace VirtProvision.Runtime.Cloning;

/// <summary>libguestfs' virt-sysprep, which takes out of a domain's disks what makes its guest somebody, before it is started. https://libguestfs.org/virt-sysprep.1.html</summary>
public sealed record Sysprep(string Program)
{
    private const string Name = "virt-sysprep";

    // An SSH server whose host keys are gone does not start, and not every system makes new ones by itself.
    private const string MakeKeys = "ssh-keygen -A; systemctl restart ssh sshd";

    // What it complains of stands at the end.
    private const int LinesKept = 5;

    /// <summary>Where it is installed on this machine; null where it is not.</summary>
    public static Sysprep? Find(string? searchPath) => (searchPath ?? "").Split(Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries)
        .Select(static folder => Path.Combine(folder, Name)).FirstOrDefault(File.Exists) is { } program ? new Sysprep(program) : null;

    /// <summary>What it is told: never by way of a shell.</summary>
    public static ImmutableArray<string> ArgumentsFor(string uri, string domain) =>
        ["--connect", uri, "--domain", domain, "--hostname", new SeedGuest(domain, null).HostName, "--firstboot-command", MakeKeys, "--quiet"];

    /// <returns>Null when it succeeded.</returns>
    public async Task<Diagnostic?> RunAsync(string uri, string domain, CancellationToken cancellationToken)
    {
        using var process = new Process { StartInfo = new ProcessStartInfo(Program, ArgumentsFor(uri, domain)) { RedirectStandardInput = true, RedirectStandardOutput = true, RedirectStandardError = true } };
        try
        {
            process.Start();
        }
        catch (Win32Exception exception)
        {
            return IdentityDiagnostics.SysprepFailed(domain, exception.Message);
        }

        process.StandardInput.Close();
        try
        {
            var output = process.StandardOutput.ReadToEndAsync(cancellationToken);
            var complaint = await process.StandardError.ReadToEndAsync(cancellationToken).ConfigureAwait(false);
            await output.ConfigureAwait(false);
            await process.WaitForExitAsync(cancellationToken).ConfigureAwait(false);
            return process.ExitCode is 0 ? null
                : IdentityDiagnostics.SysprepFailed(domain, string.Join(' ', complaint.Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries).TakeLast(LinesKept)));
        }
        catch (OperationCanceledException)
        {
            process.Kill(entireProcessTree: true);
            throw;
        }
    }
}
