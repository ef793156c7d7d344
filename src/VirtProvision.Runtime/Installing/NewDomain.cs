using System.Xml.Linq;
using VirtProvision.Core.Installing;
using VirtProvision.Core.Osinfo;
using VirtProvision.Core.Planning;
using VirtProvision.Core.Resources;

namespace VirtProvision.Runtime.Installing;

/// <summary>A domain that is about to be made: everything its spec leaves open is decided.</summary>
/// <param name="Domain">The spec with every default written in, the media of the installation in their drives.</param>
/// <param name="Needs">Pools and volumes that the domain brings with it, in the order in which they are made.</param>
/// <param name="System">What its guest runs, as far as known.</param>
/// <param name="Desired">Sparse: what the spec says, its devices resolved; this is remembered as applied.</param>
/// <param name="Final">The configuration that stays.</param>
public sealed record NewDomain(ResourceSpec Domain, ImmutableArray<ResourceSpec> Needs, OsFacts System, XElement Desired, XElement Final)
{
    /// <summary>The configuration of the first start; null when it is the final one.</summary>
    public XElement? First { get; init; }

    /// <summary>How the next start of a domain that exists differs; null for one that is made.</summary>
    public FirstBoot? Reinstalls { get; init; }

    /// <summary>What the installation brings to the host.</summary>
    public ImmutableArray<InstallUpload> Uploads { get; init; } = [];

    /// <summary>The password that was made for its guest; null when none was.</summary>
    public ShownPassword? Password { get; init; }

    /// <summary>Everything that has to be on the host before it.</summary>
    internal ImmutableArray<ResourceSpec> AllNeeds => [.. Needs, .. Uploads.Select(static upload => upload.Volume)];

    /// <summary>The first start as the plan has it; null when it is like all later ones.</summary>
    internal InstallStart? InstallStart =>
        First is null ? null : new InstallStart(First, [.. Uploads.Where(static upload => upload.OnlyForStart).Select(static upload => upload.Volume.Id)]) { Anew = Reinstalls };
}
