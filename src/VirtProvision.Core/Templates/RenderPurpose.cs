namespace VirtProvision.Core.Templates;

/// <summary>What the XML that comes out is for.</summary>
internal enum RenderPurpose
{
    /// <summary>A whole object, as its spec says it.</summary>
    Whole,

    /// <summary>Edits of one object that is there: null is a removal, and comes out as a mark of absence; items of lists carry their position.</summary>
    Edit,

    /// <summary>Fields of objects that others made: null is a removal too, and items are found by what names them.</summary>
    Patch,
}
