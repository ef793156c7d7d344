using VirtProvision.Core.Diagnostics;
using VirtProvision.Core.Documents;
using VirtProvision.Core.Installing;
using VirtProvision.Core.Osinfo;
using VirtProvision.Core.Resources;
using VirtProvision.Core.Seeding;
using VirtProvision.Core.Seeding.Unattended;
using VirtProvision.Core.Templates;
using VirtProvision.Runtime.Media;
using VirtProvision.Runtime.Osinfo;

namespace VirtProvision.Runtime.Installing;

/// <summary>Reads what a spec says of <c>cloudInit</c> and <c>install.unattended</c>, with the files it names, and makes of it what the guest gets.</summary>
internal sealed class GuestSeedReader(InstallMethod method, InstallMedia media, OsDatabase systems, TemplateFiles templates, DiagnosticBag findings)
{
    /// <summary>What can be said of an unattended installation before any media are opened, since those may be slow to answer: a system that is named, and no answers for it.</summary>
    public static void CheckEarly(InstallMethod method, OsFacts? named, OsDatabase systems, string arch, DiagnosticBag findings)
    {
        if (method.Unattended is { } unattended && named is not null)
        {
            AnswerFile.Check(unattended, new AnswerSetting(named, new SeedGuest("", null), arch) { Scripts = systems.InstallScripts(named) }, findings);
        }
    }

    /// <param name="tree">The kernel that is booted, when one is.</param>
    public async Task<GuestSeeds> ReadAsync(ResourceSpec domain, OsFacts system, string arch, InstallTree? tree, CancellationToken cancellationToken)
    {
        var seeds = new GuestSeeds();
        seeds = method.CloudInit is { } cloudInit ? await AddCloudInitAsync(seeds, cloudInit, domain, cancellationToken).ConfigureAwait(false) : seeds;
        return method.Unattended is { } unattended ? await AddAnswersAsync(seeds, unattended, domain, system, arch, tree, cancellationToken).ConfigureAwait(false) : seeds;
    }

    private async Task<GuestSeeds> AddCloudInitAsync(GuestSeeds seeds, MappingNode cloudInit, ResourceSpec domain, CancellationToken cancellationToken)
    {
        var texts = await SeedTexts.ReadAsync(CloudInitSeed.FilesOf(cloudInit), findings, cancellationToken).ConfigureAwait(false);
        if (texts is null || CloudInitSeed.Create(cloudInit, new SeedGuest(domain.Id.Name, null), texts, GeneratedPassword.Create, findings) is not { } seed)
        {
            return seeds;
        }

        var volume = seed.ToVolume(domain.Id.Name);
        return seeds with
        {
            Cds = seeds.Cds.Add(new SeedCd(volume.Name, volume.WriteAsync)),
            Password = seed.RootPassword is { } password ? new ShownPassword(domain.Id, "root", password, MustChange: true) : null,
            SystemSerial = SerialFor(domain.Spec),
        };
    }

    private async Task<GuestSeeds> AddAnswersAsync(
        GuestSeeds seeds, MappingNode unattended, ResourceSpec domain, OsFacts system, string arch, InstallTree? tree, CancellationToken cancellationToken)
    {
        var texts = await SeedTexts.ReadAsync(AnswerFile.FilesOf(unattended), findings, cancellationToken).ConfigureAwait(false);
        if (texts is null)
        {
            return seeds;
        }

        if (media.Medium is null && media.PackagesUrl is null)
        {
            // Where the system was named, nobody has looked yet what the media are.
            await media.DetectAsync(cancellationToken).ConfigureAwait(false);
        }

        var drivers = DriverFiles.Of(system, arch);
        var setting = new AnswerSetting(system, new SeedGuest(domain.Id.Name, null), arch)
        {
            Media = media.Medium,
            Scripts = systems.InstallScripts(system, media.Medium),
            BootsKernel = tree is not null,
            KernelPath = tree?.Kernel.Origin,
            Url = media.PackagesUrl,
            IsUefi = system.RequiresEfi(arch) || WantsUefi(domain.Spec),
            HasDrivers = !drivers.IsEmpty,
            Locale = HostLocaleReader.Read(),
            HostUser = Environment.UserName,
        };
        if (AnswerFile.Render(unattended, setting, texts, templates, GeneratedPassword.Create, findings) is not { } answers)
        {
            return seeds;
        }

        seeds = seeds with
        {
            KernelArgument = answers.KernelArguments,
            Password = answers.GeneratedPassword is { } password ? new ShownPassword(domain.Id, answers.Login, password, MustChange: false) : seeds.Password,
        };
        return answers.IsForInitrd
            ? seeds with { Injected = [.. answers.Files.Select(static file => new InjectedFile(file.Path, file.Content.AsMemory(), InjectedFile.UsualMode))] }
            : seeds with { Cds = seeds.Cds.Add(CdOf(answers, domain.Id.Name, drivers)) };
    }

    // Drivers are fetched when the CD is written; its name follows from the answers and where the drivers come from.
    private static SeedCd CdOf(AnswerFile answers, string domain, DriverFiles drivers)
    {
        var volume = answers.ToVolume(domain, drivers.IsEmpty ? [] : [SeedFile.Text("drivers.txt", drivers.List)]);
        return drivers.IsEmpty
            ? new SeedCd(volume.Name, volume.WriteAsync)
            : new SeedCd(volume.Name, async (stream, cancellationToken) =>
            {
                var files = await drivers.FetchAsync(cancellationToken).ConfigureAwait(false);
                await answers.ToVolume(domain, files.AsSpan()).WriteAsync(stream, cancellationToken).ConfigureAwait(false);
            });
    }

    private static bool WantsUefi(MappingNode spec) =>
        spec["boot"] is MappingNode boot && (boot["uefi"] is ScalarNode { IsTrue: true } || (boot["firmware"] as MappingNode)?.TextOf("type") is "efi" || (boot["loader"] as MappingNode)?.TextOf("type") is "pflash");

    // NoCloud without a serial number works too where the CD's label is looked for; the number is what makes it certain.
    private static string? SerialFor(MappingNode spec)
    {
        var smbios = ((spec["boot"] as MappingNode)?["smbios"] as MappingNode)?.TextOf("mode");
        return spec.TextOf("arch") is "x86_64" or "i686" or "aarch64" && smbios is null or "sysinfo" ? "ds=nocloud" : null;
    }
}
