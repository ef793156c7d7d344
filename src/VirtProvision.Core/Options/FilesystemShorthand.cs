namespace VirtProvision.Core.Options;

/// <summary><c>--filesystem /source,/target,type=…</c>: what the source is, the type says.</summary>
internal sealed class FilesystemShorthand : OptionShorthand
{
    public override void Rewrite(List<OptionPiece> pieces, ShorthandContext context)
    {
        var type = pieces.FindLast(static piece => piece.Name is "type")?.Value;
        var member = type switch { "file" => "file", "block" => "dev", "template" => "name", "volume" => "volume", "ram" => "usage", _ => "dir" };
        for (var i = 0; i < pieces.Count; i++)
        {
            pieces[i] = pieces[i].Name is "source" ? pieces[i].As($"source.{member}", pieces[i].Value) : pieces[i];
        }
    }
}
