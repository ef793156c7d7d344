namespace VirtProvision.Core.Options;

/// <summary><c>--controller usb,address=0:0:4.7</c>: a PCI address in one word, in hexadecimal as lspci writes it.</summary>
internal sealed class ControllerShorthand : OptionShorthand
{
    private static readonly string[] s_members = ["domain", "bus", "slot", "function"];

    public override ImmutableArray<ShorthandName> Names { get; } = [new("address", "PCI address in the guest, as `DOMAIN:BUS:SLOT.FUNCTION`.")];

    public override void Rewrite(List<OptionPiece> pieces, ShorthandContext context)
    {
        for (var i = pieces.Count - 1; i >= 0; i--)
        {
            if (pieces[i] is not { Name: "address", Value: { Length: > 0 } value } piece)
            {
                continue;
            }

            pieces.RemoveAt(i);
            if (Parts(value) is not { } parts)
            {
                context.Diagnostics.Add(OptionDiagnostics.WrongValue(piece.ValueSpan, piece.Name, value, "a PCI address such as 0:0:4.7"));
                continue;
            }

            pieces.Insert(i, piece.As("address.type", "pci"));
            pieces.InsertRange(i + 1, parts.Select((part, index) => piece.As($"address.{s_members[index]}", $"0x{part}")));
        }
    }

    private static string[]? Parts(string text)
    {
        var dot = text.LastIndexOf('.');
        if (dot < 0)
        {
            return null;
        }

        string[] parts = [.. text[..dot].Split(':'), text[(dot + 1)..]];
        parts = parts.Length is 3 ? ["0", .. parts] : parts;
        return parts.Length is 4 && parts.All(static part => part.Length is > 0 and < 9 && part.All(char.IsAsciiHexDigit)) ? parts : null;
    }
}
