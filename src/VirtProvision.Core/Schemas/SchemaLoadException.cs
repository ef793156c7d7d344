namespace VirtProvision.Core.Schemas;

/// <summary>A schema file of ours is not one that the evaluator can hold specs to: it can be thrown only by a change under <c>schemas/</c>, and the tests load every file.</summary>
public sealed class SchemaLoadException(string location, string message) : Exception($"{location}: {message}")
{
    public string Location { get; } = location;
}
