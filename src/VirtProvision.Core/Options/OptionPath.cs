namespace VirtProvision.Core.Options;

/// <summary>Paths of the spec as <c>domain/options.json</c> writes them: <c>disks[]</c>, <c>install.location</c>.</summary>
internal static class OptionPath
{
    public static ImmutableArray<FieldStep> Parse(string path) =>
        [.. path.Split('.').Select(static step => step.EndsWith("[]", StringComparison.Ordinal) ? new FieldStep(step[..^2], IsList: true) : new FieldStep(step, IsList: false))];
}
