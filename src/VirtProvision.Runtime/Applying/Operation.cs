using System.Xml.Linq;
using VirtProvision.Core.Comparison;
using VirtProvision.Core.Editing;
using VirtProvision.Core.Installing;
using VirtProvision.Core.Planning;
using VirtProvision.Core.Resources;
using VirtProvision.Runtime.Hypervisors;

namespace VirtProvision.Runtime.Applying;

/// <summary>One step towards a plan, as data. The steps of one resource run in order; those of others beside it.</summary>
public abstract record Operation(ResourceId Resource)
{
    /// <summary>A verb in progress, for people: <c>starting</c>.</summary>
    public abstract string Verb { get; }
}

/// <summary>Defines what does not exist yet.</summary>
public sealed record DefineNew(ResourceId Resource, XElement Xml) : Operation(Resource)
{
    public override string Verb => "defining";
}

/// <summary>Puts the changes into the host's own XML, as it is at that moment and with its passwords, and defines it over the same UUID.</summary>
public sealed record Redefine(ResourceId Resource, ResourceChange Change) : Operation(Resource)
{
    public override string Verb => "redefining";
}

/// <summary>Makes edits in the host's own XML, as it is at that moment and with its passwords, and defines it over the same UUID.</summary>
/// <param name="Given">XML to define that came from elsewhere; null for the host's own.</param>
public sealed record RedefineEdited(ResourceId Resource, DomainEditor Editor, XElement? Given = null) : Operation(Resource)
{
    public override string Verb => "redefining";

    // The XML may hold passwords.
    public override string ToString() => $"RedefineEdited {{ {Resource} }}";
}

/// <summary>Starts a domain once with edits in its XML that its definition does not get.</summary>
/// <param name="Given">XML that came from elsewhere; null for the host's own.</param>
public sealed record StartEdited(ResourceId Resource, DomainEditor Editor, XElement? Given = null) : Operation(Resource)
{
    public override string Verb => "starting";

    public override string ToString() => $"StartEdited {{ {Resource} }}";
}

/// <summary>Writes what was applied into a domain's metadata, where nothing else is to change: the domain is adopted, or fields left its spec that it had lost already.</summary>
public sealed record Remember(ResourceId Resource, ResourceChange Change) : Operation(Resource)
{
    public override string Verb => "remembering";
}

public sealed record Undefine(ResourceId Resource) : Operation(Resource)
{
    public override string Verb => "undefining";
}

public sealed record BuildPool(ResourceId Resource) : Operation(Resource)
{
    public override string Verb => "building";
}

public sealed record StartResource(ResourceId Resource) : Operation(Resource)
{
    public override string Verb => "starting";
}

/// <summary>Starts a domain for the first time, with the configuration that installs it.</summary>
public sealed record StartInstall(ResourceId Resource, XElement Xml) : Operation(Resource)
{
    /// <summary>The domain exists: what differs is put into its definition as it is then, passwords included.</summary>
    public FirstBoot? Anew { get; init; }

    public override string Verb => "starting the installation of";
}

/// <summary>Stops a network or a pool.</summary>
public sealed record StopResource(ResourceId Resource) : Operation(Resource)
{
    public override string Verb => "stopping";
}

/// <summary>Asks the guest to shut down and waits for it.</summary>
/// <param name="PowerOff">What to do when it does not within the deadline: cut its power, or fail.</param>
public sealed record ShutdownGuest(ResourceId Resource, TimeSpan Deadline, bool PowerOff) : Operation(Resource)
{
    public override string Verb => "shutting down";
}

public sealed record SetAutostart(ResourceId Resource, bool Autostart) : Operation(Resource)
{
    public override string Verb => Autostart ? "enabling autostart of" : "disabling autostart of";
}

/// <summary>Takes changes that the persistent configuration already has to the running object.</summary>
public sealed record ApplyLive(ResourceId Resource, ResourceChange Change) : Operation(Resource)
{
    /// <summary>How long a guest may take to let go of a device, or to give memory back.</summary>
    public TimeSpan GuestDeadline { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>What the running object shall be, where its definition does not say it; else null.</summary>
    public XElement? Wanted { get; init; }

    public override string Verb => "updating the running";
}

/// <summary>Signs volumes that are about to be made: until they are released, a run that finds them makes them anew.</summary>
public sealed record ClaimVolumes(ResourceId Resource, ImmutableArray<ResourceId> Volumes) : Operation(Resource)
{
    public override string Verb => "beginning the images of";
}

/// <summary>The volumes are whole, and used; or they are gone.</summary>
public sealed record ReleaseVolumes(ResourceId Resource, ImmutableArray<ResourceId> Volumes) : Operation(Resource)
{
    public override string Verb => "finishing the images of";
}

public sealed record CreateVolume(ResourceId Resource, XElement Xml) : Operation(Resource)
{
    public override string Verb => "creating";
}

/// <summary>Creates a volume from another: as a layer upon it, or as a full copy.</summary>
public sealed record CloneVolume(ResourceId Resource, XElement Xml, ResourceId Source, bool Linked) : Operation(Resource)
{
    /// <summary>The copy shares its blocks with the original until one is written to.</summary>
    public bool IsReflink { get; init; }

    /// <summary>What the source must hash to; null when the spec does not say.</summary>
    public string? Sha256 { get; init; }

    /// <summary>The domain whose disk the source is: it must not be running.</summary>
    public ResourceId? Domain { get; init; }

    public override string Verb => Linked ? "layering" : "copying";
}

/// <summary>Creates a volume that holds an image from elsewhere, verified by its digest.</summary>
/// <param name="Sha256">Of what the origin serves, in lower-case hex.</param>
/// <param name="Name">What the specs call the image.</param>
public sealed record FetchImage(ResourceId Resource, XElement Xml, ImageOrigin Origin, string Sha256, string Name) : Operation(Resource)
{
    public override string Verb => "fetching";

    // A URL may hold a password.
    public override string ToString() => $"FetchImage {{ {Resource} }}";
}

/// <summary>Creates a volume and writes a local file into it.</summary>
/// <param name="Sha256">What the file must hash to, in lower-case hex; null when the spec does not say.</param>
public sealed record UploadVolume(ResourceId Resource, XElement Xml, string Path, string? Sha256) : Operation(Resource)
{
    public override string Verb => "uploading";
}

/// <param name="Shrink">Losing what lies behind the new end was agreed to.</param>
/// <param name="User">A domain of the same run that has the volume as a disk.</param>
public sealed record ResizeVolume(ResourceId Resource, long Capacity, bool Shrink, ResourceId? User = null) : Operation(Resource)
{
    public override string Verb => "resizing";
}

public sealed record DeleteVolume(ResourceId Resource) : Operation(Resource)
{
    public override string Verb => "deleting";
}

/// <summary>Copies into disks of a domain what lies below them.</summary>
public sealed record FlattenDisks(ResourceId Resource, ImmutableArray<string> Targets) : Operation(Resource)
{
    public override string Verb => "flattening";
}

/// <summary>Puts an earlier definition back; only ever part of an undo.</summary>
public sealed record RestoreDefinition(ResourceId Resource, string Xml) : Operation(Resource)
{
    public override string Verb => "restoring";

    // The XML may hold passwords.
    public override string ToString() => $"RestoreDefinition {{ {Resource} }}";
}
