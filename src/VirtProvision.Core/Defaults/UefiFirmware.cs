using System.Text.RegularExpressions;
using VirtProvision.Core.Documents;
using VirtProvision.Core.Hosts;

namespace VirtProvision.Core.Defaults;

/// <summary>Boots a domain with UEFI: libvirt chooses the image where it can, else the file is found by its usual name.</summary>
internal static partial class UefiFirmware
{
    public static MappingNode Choose(MappingNode spec, DefaultContext context)
    {
        var host = context.Host.Domain;
        var boot = spec.MappingAt("boot");
        if (host?.FirmwareTypes is { } types ? types.Contains("efi") : host?.Loaders is not { IsEmpty: false })
        {
            return spec.With("boot", boot.With("firmware", boot.MappingAt("firmware").WithText("type", "efi")));
        }

        if (FileFor(spec.TextOf("arch"), host?.Loaders ?? []) is not { } path)
        {
            context.Diagnostics?.Add(spec.MappingAt("boot")["uefi"] is { } asked
                ? DefaultDiagnostics.NoUefi(asked.Span, spec.TextOf("arch") ?? "", host?.Loaders ?? [])
                : DefaultDiagnostics.NoUefiFound(spec.Span, spec.TextOf("arch") ?? ""));
            return spec;
        }

        var loader = boot.MappingAt("loader").WithText("path", path).WithFlag("readonly", true).WithText("type", "pflash");
        if (spec.TextOf("arch") is not ("x86_64" or "i686") || !path.Contains("secboot", StringComparison.Ordinal))
        {
            return spec.With("boot", boot.With("loader", loader));
        }

        // An image with Secure Boot keeps its variables safe by SMM, which only q35 has.
        var features = spec.MappingAt("features");
        return spec
            .With("boot", boot.With("loader", loader.WithFlag("secure", true)))
            .With("features", features.With("smm", features.MappingAt("smm").WithFlag("state", true)))
            .WithText("machine", "q35");
    }

    /// <summary>The host's image of which the name says that it is for the architecture, the plainest first.</summary>
    internal static string? FileFor(string? arch, ImmutableArray<string> paths) => PatternsFor(arch)
        .Select(pattern => paths.FirstOrDefault(path => pattern.IsMatch(path)))
        .FirstOrDefault(static path => path is not null);

    private static Regex[] PatternsFor(string? arch) => arch switch
    {
        "x86_64" => [OvmfCode(), Ovmf64(), BhyveUefi(), Ovmf()],
        "i686" => [Ovmf32()],
        "aarch64" => [Aavmf(), Aarch64()],
        "armv7l" or "armv6l" => [Aavmf32(), Arm()],
        "riscv64" => [RiscV()],
        "loongarch64" => [LoongArch()],
        _ => [],
    };

    [GeneratedRegex(@"/OVMF_CODE\.fd$")]
    private static partial Regex OvmfCode();

    [GeneratedRegex("/ovmf-x86_64|/ovmf-x64/", RegexOptions.IgnoreCase)]
    private static partial Regex Ovmf64();

    [GeneratedRegex(@"BHYVE_UEFI\.fd$")]
    private static partial Regex BhyveUefi();

    [GeneratedRegex("/(?!ovmf-?ia?32)[^/]*ovmf(?!-?ia32|32)[^/]*$", RegexOptions.IgnoreCase)]
    private static partial Regex Ovmf();

    [GeneratedRegex("ovmf-?(ia)?32", RegexOptions.IgnoreCase)]
    private static partial Regex Ovmf32();

    [GeneratedRegex(@"/AAVMF_CODE\.fd$")]
    private static partial Regex Aavmf();

    [GeneratedRegex("aarch64", RegexOptions.IgnoreCase)]
    private static partial Regex Aarch64();

    [GeneratedRegex(@"/AAVMF32_CODE\.fd$")]
    private static partial Regex Aavmf32();

    [GeneratedRegex("(/|edk2-)arm[/-]", RegexOptions.IgnoreCase)]
    private static partial Regex Arm();

    [GeneratedRegex("risc-?v", RegexOptions.IgnoreCase)]
    private static partial Regex RiscV();

    [GeneratedRegex("loongarch", RegexOptions.IgnoreCase)]
    private static partial Regex LoongArch();
}
