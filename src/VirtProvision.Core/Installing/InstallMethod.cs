using VirtProvision.Core.Diagnostics;
using VirtProvision.Core.Documents;
using VirtProvision.Core.Seeding;

namespace VirtProvision.Core.Installing;

/// <summary>
/// How a new domain gets its system: what <c>spec.install</c>, <c>spec.cloudInit</c> and <c>spec.boot</c> say together. A domain that is installed has two
/// configurations: the first boots the installer and ends at the guest's reboot, the second stays.
/// </summary>
public sealed record InstallMethod
{
    private static readonly string[] s_exclusive = ["cdrom", "location", "os", "bootdev"];

    /// <summary>Path or URL of a medium to boot from once.</summary>
    public ScalarNode? Cdrom { get; init; }

    /// <summary>A tree or ISO whose kernel and initrd are booted.</summary>
    public ScalarNode? Location { get; init; }

    /// <summary>An operating system of the database whose own tree is the location.</summary>
    public ScalarNode? System { get; init; }

    /// <summary>Where the kernel lies in the location; null where its layout tells.</summary>
    public string? TreeKernel { get; init; }

    public string? TreeInitrd { get; init; }

    /// <summary>A kernel file or URL in the place of a tree's.</summary>
    public ScalarNode? Kernel { get; init; }

    public ScalarNode? Initrd { get; init; }

    /// <summary>The kernel's command line, without what the tree and the answers add.</summary>
    public string? Arguments { get; init; }

    /// <summary>The kernel's command line is what the spec says, and nothing more.</summary>
    public bool ReplacesArguments { get; init; }

    public ImmutableArray<ScalarNode> Injected { get; init; } = [];

    /// <summary>libvirt's name of the device that is booted once: <c>network</c>, <c>cdrom</c>, <c>hd</c>, <c>fd</c>; null when none is put first.</summary>
    public string? BootDevice { get; init; }

    public MappingNode? Unattended { get; init; }

    public MappingNode? CloudInit { get; init; }

    /// <summary>The disks hold a system already: the first start is like all others.</summary>
    public bool IsImport { get; init; }

    /// <summary>The medium is the system: it stays.</summary>
    public bool IsLive { get; init; }

    /// <summary>An existing domain that is installed anew.</summary>
    public ScalarNode? Reinstalled { get; init; }

    /// <summary>Whether anything above was asked for.</summary>
    public bool IsGiven => IsImport || IsLive || HasPhases;

    /// <summary>Whether the first start differs from all later ones.</summary>
    public bool HasPhases => !IsLive
        && (CloudInit is not null || (!IsImport && (Cdrom is not null || HasTree || BootDevice is not null || Unattended is not null || Kernel is not null)));

    /// <summary>Whether kernel and initrd come out of an install tree.</summary>
    public bool HasTree => Location is not null || System is not null;

    /// <param name="diagnostics">Told of ways that exclude each other.</param>
    public static InstallMethod Of(MappingNode spec, DiagnosticBag diagnostics)
    {
        var install = spec["install"] as MappingNode;
        var cloudInit = spec["cloudInit"] as MappingNode;
        cloudInit = spec["identity"] is ScalarNode { Text: "fresh" } fresh ? NewMachine.AddTo(cloudInit, fresh.Span) : cloudInit;
        if (install is null)
        {
            return new InstallMethod { CloudInit = cloudInit };
        }

        var location = install["location"] as MappingNode;
        var method = new InstallMethod
        {
            Cdrom = install["cdrom"] as ScalarNode,
            Location = location?["location"] as ScalarNode,
            TreeKernel = location?.TextOf("kernel"),
            TreeInitrd = location?.TextOf("initrd"),
            System = install["os"] as ScalarNode,
            Kernel = install["kernel"] as ScalarNode,
            Initrd = install["initrd"] as ScalarNode,
            Arguments = install.TextOf("extraArgs"),
            ReplacesArguments = IsTrue(install["extraArgsOverwrite"]),
            Injected = install["initrdInject"] is SequenceNode files ? [.. files.Items.OfType<ScalarNode>()] : [],
            BootDevice = install.TextOf("bootdev"),
            Unattended = install["unattended"] as MappingNode,
            CloudInit = cloudInit,
            IsImport = IsTrue(install["import"]),
            IsLive = IsTrue(install["livecd"]),
            Reinstalled = install["reinstall"] as ScalarNode,
        };
        Check(install, method, diagnostics);
        return method;
    }

    private static void Check(MappingNode install, InstallMethod method, DiagnosticBag diagnostics)
    {
        string[] ways = [.. s_exclusive.Where(way => install[way] is MappingNode or ScalarNode { IsNull: false })];
        if (ways.Length > 1)
        {
            diagnostics.Add(InstallDiagnostics.ManyMethods(install[ways[1]]!.Span, ways));
        }

        // virt-install's users of other tools type -c for the connection.
        if (method.Cdrom is { } medium && medium.Text.Contains(":///", StringComparison.Ordinal) && !medium.Text.StartsWith("file:", StringComparison.Ordinal))
        {
            diagnostics.Add(InstallDiagnostics.LibvirtUri(medium.Span, medium.Text));
        }

        if (!method.HasTree && method.Kernel is null && method.Injected is [var injected, ..])
        {
            diagnostics.Add(InstallDiagnostics.NothingToInject(injected.Span));
        }

        if (!method.HasTree && method.Kernel is null && method.Arguments is not null && method.Unattended is null)
        {
            diagnostics.Add(InstallDiagnostics.NoKernelForArguments(install["extraArgs"]!.Span));
        }
    }

    private static bool IsTrue(DocumentNode? node) => node is ScalarNode { Kind: ScalarKind.Boolean, IsTrue: true };
}
