using VirtProvision.Core.Documents;

namespace VirtProvision.Core.Installing.Devices;

/// <summary>Displays that render with OpenGL need to know on which device of the host.</summary>
internal static class GraphicsResolver
{
    public static bool WantsRenderNode(MappingNode graphics) =>
        graphics.TextOf("type") is "spice" && graphics["gl"] is MappingNode gl && gl.IsTrue("enable") && gl["rendernode"] is null;

    /// <param name="renderNode">The host's first; null when it has none.</param>
    public static MappingNode Resolve(MappingNode graphics, string? renderNode) =>
        WantsRenderNode(graphics) && renderNode is not null
            ? graphics.With("gl", ((MappingNode)graphics["gl"]!).With("rendernode", ScalarNode.String(graphics.Span, renderNode)))
            : graphics;
}
