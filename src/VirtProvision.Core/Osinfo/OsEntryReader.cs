using System.Xml;

namespace VirtProvision.Core.Osinfo;

/// <summary>
/// Reads an <c>&lt;os&gt;</c> of osinfo-db. The format is described by <c>osinfo.rng</c>, which comes with the database; elements that it doesn't know
/// are passed over, so that newer databases can be read.
/// </summary>
/// <param name="reader">Stands before the file's content.</param>
/// <param name="part">How much of it is wanted.</param>
public sealed partial class OsEntryReader(XmlReader reader, OsEntryPart part)
{
    // One collection for each list; an entry is put together when all is read.
    private readonly ImmutableArray<string>.Builder _shortIds = ImmutableArray.CreateBuilder<string>();
    private readonly ImmutableArray<string>.Builder _derivesFrom = ImmutableArray.CreateBuilder<string>();
    private readonly ImmutableArray<string>.Builder _clones = ImmutableArray.CreateBuilder<string>();
    private readonly ImmutableArray<string>.Builder _scripts = ImmutableArray.CreateBuilder<string>();
    private readonly ImmutableArray<OsDeviceLink>.Builder _devices = ImmutableArray.CreateBuilder<OsDeviceLink>();
    private readonly ImmutableArray<OsResources>.Builder _resources = ImmutableArray.CreateBuilder<OsResources>();
    private readonly ImmutableArray<OsFirmware>.Builder _firmware = ImmutableArray.CreateBuilder<OsFirmware>();
    private readonly ImmutableArray<OsVariant>.Builder _variants = ImmutableArray.CreateBuilder<OsVariant>();
    private readonly ImmutableArray<OsMedia>.Builder _medias = ImmutableArray.CreateBuilder<OsMedia>();
    private readonly ImmutableArray<OsTree>.Builder _trees = ImmutableArray.CreateBuilder<OsTree>();
    private readonly ImmutableArray<OsImage>.Builder _images = ImmutableArray.CreateBuilder<OsImage>();
    private readonly ImmutableArray<OsDriver>.Builder _drivers = ImmutableArray.CreateBuilder<OsDriver>();
    private OsFacts _own = new() { ShortId = "", Id = "", Name = "" };

    /// <summary>The file's first system, or null when it describes none.</summary>
    /// <exception cref="XmlException">It is no well-formed XML.</exception>
    public static OsEntry? Read(Stream xml, OsEntryPart part)
    {
        using var reader = XmlReader.Create(xml, s_settings);
        return new OsEntryReader(reader, part).ReadFile();
    }

    internal static readonly XmlReaderSettings s_settings = new()
    {
        IgnoreComments = true,
        IgnoreProcessingInstructions = true,
        IgnoreWhitespace = true,
        DtdProcessing = DtdProcessing.Prohibit,
    };

    private OsEntry? ReadFile()
    {
        reader.MoveToContent();
        if (!reader.ReadToDescendant("os"))
        {
            return null;
        }

        _own = _own with { Id = reader.GetAttribute("id") ?? "" };
        ReadChildren(ReadOsChild);
        return new OsEntry(_own with
        {
            ShortIds = _shortIds.ToImmutable(),
            ShortId = _shortIds.Count == 0 ? "" : _shortIds[0],
            Resources = _resources.ToImmutable(),
            Firmware = _firmware.ToImmutable(),
            Variants = _variants.ToImmutable(),
            Medias = _medias.ToImmutable(),
            Trees = _trees.ToImmutable(),
            Images = _images.ToImmutable(),
            Drivers = _drivers.ToImmutable(),
            InstallScripts = _scripts.ToImmutable(),
        })
        {
            DerivesFrom = _derivesFrom.ToImmutable(),
            Clones = _clones.ToImmutable(),
            DeviceLinks = _devices.ToImmutable(),
        };
    }

    private void ReadOsChild(string element)
    {
        switch (element)
        {
            case "short-id":
                _shortIds.Add(Text());
                break;
            case "derives-from":
                Add(_derivesFrom, Id());
                break;
            case "clones":
                Add(_clones, Id());
                break;
            case "devices":
                ReadChildren(ReadDevice);
                break;
            case "resources":
                ReadResources();
                break;
            case "firmware":
                ReadFirmware();
                break;
            case "kernel-url-argument":
                _own = _own with { KernelUrlArgument = _own.KernelUrlArgument ?? Text() };
                break;
            case "cloud-image-username":
                _own = _own with { CloudImageUsername = _own.CloudImageUsername ?? Text() };
                break;
            default:
                if (part is OsEntryPart.Inheritable)
                {
                    reader.Skip();
                }
                else
                {
                    ReadDescription(element);
                }

                break;
        }
    }

    private void ReadDescription(string element)
    {
        // Names and vendors come in many languages; the one without is meant.
        if (reader.XmlLang.Length > 0)
        {
            reader.Skip();
            return;
        }

        switch (element)
        {
            case "name":
                _own = _own with { Name = Text() };
                break;
            case "version":
                _own = _own with { Version = Text() };
                break;
            case "codename":
                _own = _own with { Codename = Text() };
                break;
            case "vendor":
                _own = _own with { Vendor = Text() };
                break;
            case "family":
                _own = _own with { Family = Text() };
                break;
            case "distro":
                _own = _own with { Distro = Text() };
                break;
            case "release-status":
                _own = _own with { ReleaseStatus = Text() };
                break;
            case "release-date":
                _own = _own with { ReleaseDate = Date() };
                break;
            case "eol-date":
                _own = _own with { EndOfLife = Date() };
                break;
            default:
                if (part is OsEntryPart.Everything)
                {
                    ReadSource(element);
                }
                else
                {
                    reader.Skip();
                }

                break;
        }
    }

    private void ReadSource(string element)
    {
        switch (element)
        {
            case "variant":
                ReadVariant();
                break;
            case "media":
                ReadMedia();
                break;
            case "tree":
                ReadTree();
                break;
            case "image":
                ReadImage();
                break;
            case "driver":
                ReadDriver();
                break;
            case "installer":
                ReadChildren(_ => Add(_scripts, Id()));
                break;
            default:
                reader.Skip();
                break;
        }
    }
}
