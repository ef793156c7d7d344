using System.Numerics;

namespace VirtProvision.Core.Schemas;

/// <summary>A unit as libvirt spells it (https://libvirt.org/formatdomain.html#memory-allocation): KB is 1000 bytes, K and KiB are 1024. Times count in nanoseconds.</summary>
public sealed record QuantityUnit(string Name, BigInteger Size, bool IsTime)
{
    private static readonly ImmutableArray<QuantityUnit> s_all =
    [
        new("B", 1, false), new("bytes", 1, false),
        .. Sizes("K", 1), .. Sizes("M", 2), .. Sizes("G", 3), .. Sizes("T", 4), .. Sizes("P", 5), .. Sizes("E", 6),
        new("ns", 1, true), new("us", 1_000, true), new("ms", 1_000_000, true), new("s", 1_000_000_000, true),
        new("min", 60_000_000_000, true), new("h", 3_600_000_000_000, true), new("d", 86_400_000_000_000, true),
    ];

    /// <summary>By its exact name, else whatever its case as libvirt does: <c>gib</c> is <c>GiB</c>.</summary>
    public static QuantityUnit? Find(ReadOnlySpan<char> name)
    {
        foreach (var unit in s_all)
        {
            if (name.Equals(unit.Name, StringComparison.OrdinalIgnoreCase))
            {
                return unit;
            }
        }

        return null;
    }

    private static QuantityUnit[] Sizes(string letter, int power) =>
    [
        new($"{letter}iB", BigInteger.Pow(1024, power), false),
        new($"{letter}B", BigInteger.Pow(1000, power), false),
        new(letter, BigInteger.Pow(1024, power), false),
    ];
}
