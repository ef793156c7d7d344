using System.Xml.Linq;

namespace VirtProvision.Core.Comparison;

/// <summary>How same-named siblings belong together.</summary>
public enum ListType
{
    /// <summary>Nothing is known: one is compared with one, several as one value.</summary>
    None,

    /// <summary>Items have keys; each is compared with its counterpart.</summary>
    Map,

    /// <summary>An item is its whole content; their order means nothing.</summary>
    Set,

    /// <summary>The list is one value, order included.</summary>
    Atomic,
}

/// <summary>What is known of one element or attribute of a kind's XML, and of what stands below it. Made once from the facts files.</summary>
public sealed class FieldFacts
{
    /// <summary>Where no file says anything: an observed-only value is the host's, a change waits for the next start.</summary>
    public static readonly FieldFacts None = new();

    internal FieldFacts()
    {
    }

    public ListType List { get; internal set; }

    /// <summary>Ways to tell items apart, strongest first.</summary>
    public ImmutableArray<ListKey> Keys { get; internal set; } = [];

    /// <summary>A difference anywhere inside replaces the element as a whole.</summary>
    public bool IsAtomic { get; internal set; }

    public bool IsCreateOnly { get; internal set; }

    /// <summary>The host assigns it: never a difference.</summary>
    public bool IsReadOnly { get; internal set; }

    /// <summary>A secret: the host does not show it, and we remember only its hash.</summary>
    public bool IsWriteOnly { get; internal set; }

    /// <summary>Taking it out of a spec hands it to the host instead of removing it: the object cannot be without.</summary>
    public bool IsRequired { get; internal set; }

    /// <summary>What it can't be made without, any one of these: with none of them said, an item is meant that exists.</summary>
    public ImmutableArray<FieldPath> Needs { get; internal set; } = [];

    /// <summary>Starting the object adds it: that the live configuration alone has it is no sign of a pending restart.</summary>
    public bool IsRuntime { get; internal set; }

    /// <summary>Circumstances in which starting the object rewrites it: then no difference between live and persistent is a sign of a pending restart.</summary>
    public ImmutableArray<ImmutableArray<FactCondition>> Assigned { get; internal set; } = [];

    public ValueTransform Transform { get; internal set; }

    /// <summary>For a size: the unit of a value without one, and the grain to which libvirt rounds up, in bytes.</summary>
    public long DefaultUnit { get; internal set; } = 1;

    public long Grain { get; internal set; } = 1;

    /// <summary>The grain to which starting the object rounds up.</summary>
    public long StartGrain { get; internal set; } = 1;

    /// <summary>Values that libvirt drops, or that say the same as nothing.</summary>
    public ImmutableArray<string> Elided { get; internal set; } = [];

    /// <summary>Calls by which a running object takes a change here or below.</summary>
    public ImmutableArray<LiveRule> Live { get; internal set; } = [];

    /// <summary>Nothing of this kind is taken live, whatever holds for what is around it.</summary>
    public bool IsNeverLive { get; internal set; }

    /// <summary>Calls by which a running object takes or gives up the whole element.</summary>
    public ImmutableArray<LiveRule> Hotplug { get; internal set; } = [];

    /// <summary>Changes that destroy data.</summary>
    public ImmutableArray<ChangeDirection> DataLoss { get; internal set; } = [];

    /// <summary>What no longer fits when this changes: the host's values there go, unless the spec names them.</summary>
    public ImmutableArray<FieldPath> Resets { get; internal set; } = [];

    /// <summary>Where libvirt keeps the same value a second time.</summary>
    public ImmutableArray<FieldPath> Mirrors { get; internal set; } = [];

    /// <summary>Fields that go along when they held this one's old value and the spec does not name them.</summary>
    public ImmutableArray<FieldPath> Followers { get; internal set; } = [];

    /// <summary>Fields that may not exceed this one: dropped when they would.</summary>
    public ImmutableArray<FieldPath> Caps { get; internal set; } = [];

    /// <summary>Where there is a second value that this one has when it is missing.</summary>
    public FieldPath? Default { get; internal set; }

    /// <summary>What the host lowers this value to when it is greater.</summary>
    public FieldPath? CappedBy { get; internal set; }

    /// <summary>Circumstances, each a set of conditions, in which libvirt drops or computes this value: then it is no difference.</summary>
    public ImmutableArray<ImmutableArray<FactCondition>> Ignored { get; internal set; } = [];

    /// <summary>Circumstances in which the host would give this by itself to an object that is made without: no spec need say it.</summary>
    public ImmutableArray<ImmutableArray<FactCondition>> Given { get; internal set; } = [];

    internal Dictionary<XName, FieldFacts> Elements { get; } = [];

    internal Dictionary<XName, FieldFacts> Attributes { get; } = [];

    /// <summary>For children that no file names: <see cref="None"/>, the facts under <c>*</c>, or what is inherited.</summary>
    internal FieldFacts? OtherElements { get; set; }

    internal FieldFacts? OtherAttributes { get; set; }

    /// <summary>Items that no key and no likeness pairs up are paired by their order: all that libvirt itself goes by.</summary>
    public bool IsOrdered { get; internal set; }

    /// <summary>An attribute listing several: libvirt makes of one item as many.</summary>
    public XName? Expands { get; internal set; }

    /// <summary>Whether a value says the same as nothing; in the facts a trailing <c>*</c> stands for any rest.</summary>
    internal bool IsElided(string value)
    {
        foreach (var elided in Elided)
        {
            if (elided == value || (elided.EndsWith('*') && value.AsSpan().StartsWith(elided.AsSpan(0, elided.Length - 1))))
            {
                return true;
            }
        }

        return false;
    }

    internal bool IsIgnored(XElement? desired, XElement? observed) => Hold(Ignored, desired, observed);

    internal bool IsAssigned(XElement? inactive, XElement? live) => Hold(Assigned, inactive, live);

    internal bool IsGiven(XElement owner) => Hold(Given, owner, null);

    private static bool Hold(ImmutableArray<ImmutableArray<FactCondition>> circumstances, XElement? desired, XElement? observed)
    {
        foreach (var circumstance in circumstances)
        {
            if (circumstance.All(condition => condition.Holds(desired, observed)))
            {
                return true;
            }
        }

        return false;
    }

    public FieldFacts Element(XName name) =>
        Elements.TryGetValue(name, out var facts) ? facts : OtherElements ?? None;

    public FieldFacts Attribute(XName name) =>
        Attributes.TryGetValue(name, out var facts) ? facts : OtherAttributes ?? None;
}

/// <summary>A way in which a value changes.</summary>
public enum ChangeDirection
{
    Add,
    Remove,
    Modify,

    /// <summary>A number or size that becomes larger.</summary>
    Grow,

    /// <summary>A number or size that becomes smaller.</summary>
    Shrink,
}
