namespace VirtProvision.Core.Osinfo;

public sealed partial class OsEntryReader
{
    private void ReadVariant()
    {
        var id = reader.GetAttribute("id") ?? "";
        string? name = null;
        ReadChildren(_ =>
        {
            if (reader.XmlLang.Length > 0)
            {
                reader.Skip();
            }
            else
            {
                name = Text();
            }
        });
        _variants.Add(new OsVariant(id, name ?? id));
    }

    private void ReadMedia()
    {
        var media = new OsMedia(Arch())
        {
            IsLive = IsTrue("live", otherwise: false),
            IsInstaller = IsTrue("installer", otherwise: true),
            TakesInstallScript = IsTrue("installer-script", otherwise: true),
            EjectAfterInstall = IsTrue("eject-after-install", otherwise: true),
            InstallerReboots = int.TryParse(reader.GetAttribute("installer-reboots"), NumberStyles.None, CultureInfo.InvariantCulture, out var reboots) ? reboots : 1,
        };
        ReadChildren(element =>
        {
            switch (element)
            {
                case "variant":
                    media = media with { Variants = WithId(media.Variants) };
                    break;
                case "url":
                    media = media with { Url = Text() };
                    break;
                case "kernel":
                    media = media with { Kernel = Text() };
                    break;
                case "initrd":
                    media = media with { Initrd = Text() };
                    break;
                case "iso":
                    ReadChildren(field => media = WithIsoField(media, field));
                    break;
                case "installer":
                    ReadChildren(_ => media = media with { InstallScripts = WithId(media.InstallScripts) });
                    break;
                default:
                    reader.Skip();
                    break;
            }
        });
        _medias.Add(media);
    }

    private OsMedia WithIsoField(OsMedia media, string field)
    {
        switch (field)
        {
            case "volume-id":
                return media with { VolumeId = Text() };
            case "system-id":
                return media with { SystemId = Text() };
            case "publisher-id":
                return media with { PublisherId = Text() };
            case "application-id":
                return media with { ApplicationId = Text() };
            case "volume-size":
                return media with { VolumeSize = Number() };
            default:
                reader.Skip();
                return media;
        }
    }

    private void ReadTree()
    {
        var tree = new OsTree(Arch());
        ReadChildren(element =>
        {
            switch (element)
            {
                case "variant":
                    tree = tree with { Variants = WithId(tree.Variants) };
                    break;
                case "url":
                    tree = tree with { Url = Text() };
                    break;
                case "kernel":
                    tree = tree with { Kernel = Text() };
                    break;
                case "initrd":
                    tree = tree with { Initrd = Text() };
                    break;
                case "boot-iso":
                    tree = tree with { BootIso = Text() };
                    break;
                case "treeinfo":
                    tree = tree with { HasTreeInfo = true };
                    ReadChildren(field => tree = WithTreeInfoField(tree, field));
                    break;
                default:
                    reader.Skip();
                    break;
            }
        });
        _trees.Add(tree);
    }

    private OsTree WithTreeInfoField(OsTree tree, string field)
    {
        switch (field)
        {
            case "family":
                return tree with { TreeInfoFamily = Text() };
            case "variant":
                return tree with { TreeInfoVariant = Text() };
            case "version":
                return tree with { TreeInfoVersion = Text() };
            case "arch":
                return tree with { TreeInfoArch = Text() };
            default:
                reader.Skip();
                return tree;
        }
    }

    private void ReadImage()
    {
        var arch = Arch();
        var format = reader.GetAttribute("format") ?? "";
        var hasCloudInit = IsTrue("cloud-init", otherwise: false);
        string? url = null;
        string? variant = null;
        ReadChildren(element =>
        {
            switch (element)
            {
                case "url":
                    url = Text();
                    break;
                case "variant":
                    variant = Id();
                    break;
                default:
                    reader.Skip();
                    break;
            }
        });
        _images.Add(new OsImage(arch, format, url, variant, hasCloudInit));
    }

    private void ReadDriver()
    {
        var driver = new OsDriver(Arch(), reader.GetAttribute("location") ?? "")
        {
            IsPreInstallable = IsTrue("pre-installable", otherwise: false),
            IsSigned = IsTrue("signed", otherwise: true),
            Priority = int.TryParse(reader.GetAttribute("priority"), NumberStyles.None, CultureInfo.InvariantCulture, out var priority) ? priority : OsDriver.UsualPriority,
        };
        var files = ImmutableArray.CreateBuilder<string>();
        var devices = ImmutableArray.CreateBuilder<string>();
        ReadChildren(element =>
        {
            switch (element)
            {
                case "file":
                    files.Add(Text());
                    break;
                case "device":
                    Add(devices, Id());
                    break;
                default:
                    reader.Skip();
                    break;
            }
        });
        _drivers.Add(driver with { Files = files.ToImmutable(), Devices = devices.ToImmutable() });
    }

    private ImmutableArray<string> WithId(ImmutableArray<string> ids) => Id() is { } id ? ids.Add(id) : ids;
}
