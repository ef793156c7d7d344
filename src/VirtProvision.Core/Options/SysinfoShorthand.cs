namespace VirtProvision.Core.Options;

/// <summary><c>--sysinfo bios.vendor=…</c> is of SMBIOS, which the guest then reads from here.</summary>
internal sealed class SysinfoShorthand : OptionShorthand
{
    public override void Rewrite(List<OptionPiece> pieces, ShorthandContext context)
    {
        // `host` and `emulate` speak of the guest's SMBIOS, not of entries in it.
        if (pieces.TrueForAll(static piece => piece.Name.StartsWith("--", StringComparison.Ordinal)))
        {
            return;
        }

        var first = pieces[0];
        if (!pieces.Exists(static piece => piece.Name is "type"))
        {
            pieces.Add(first.As("type", "smbios") with { IsDefault = true });
        }

        if (pieces.FindLast(static piece => piece.Name is "type")!.Value is "smbios")
        {
            pieces.Add(first.As("--boot.smbios.mode", "sysinfo") with { IsDefault = true });
        }
    }
}
