namespace VirtProvision.Core.Options;

/// <summary>What an option says in a way that is more than names for fields. It rewrites pieces into plainer ones, in which each names a field.</summary>
internal abstract class OptionShorthand
{
    /// <summary>Sub-options that are no fields.</summary>
    public virtual ImmutableArray<ShorthandName> Names => [];

    /// <summary>Whether a bare word means something wherever it stands: <c>hd</c> of <c>--boot</c>, <c>+vmx</c> of <c>--cpu</c>.</summary>
    public virtual bool Takes(string word) => false;

    /// <summary>The pieces of a value that is not split at commas; null when it is.</summary>
    public virtual List<OptionPiece>? Whole(OptionPiece value) => null;

    public virtual void Rewrite(List<OptionPiece> pieces, ShorthandContext context)
    {
    }
}
