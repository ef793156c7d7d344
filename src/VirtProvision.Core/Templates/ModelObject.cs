using Scriban;
using Scriban.Parsing;
using Scriban.Runtime;
using Scriban.Syntax;
using VirtProvision.Core.Documents;
using VirtProvision.Core.Schemas;

namespace VirtProvision.Core.Templates;

/// <summary>
/// A mapping of the spec as templates see it, without a copy: every member that the schema declares is there, null or empty when it is not written; any other
/// is an error, since Scriban by itself would read a misspelt member as null.
/// </summary>
internal sealed class ModelObject(MappingNode? node, SchemaShape? shape) : IScriptObject
{
    public MappingNode? Node { get; } = node;

    public SchemaShape? Shape { get; } = shape;

    /// <summary>A patch takes it away, with all that is in it.</summary>
    public bool IsNulled { get; init; }

    public int Count => Node?.Entries.Length ?? 0;

    public bool IsReadOnly
    {
        get => true;
        set { }
    }

    public IEnumerable<string> GetMembers() => Node?.Entries.Select(static entry => entry.Key.Text) ?? [];

    public bool Contains(string member) => Shape is null || Shape.Member(member) is not null;

    public bool TryGetValue(TemplateContext? context, SourceSpan span, string member, out object? value)
    {
        if (Shape is not null && Shape.Member(member) is null)
        {
            throw new ScriptRuntimeException(span, $"The schema knows no \"{member}\" here.");
        }

        value = ScriptContext.ToScript(ModelValue.Of(Node?[member], Shape?.Member(member), Node));
        return true;
    }

    public bool CanWrite(string member) => false;

    public bool TrySetValue(TemplateContext? context, SourceSpan span, string member, object? value, bool readOnly) => false;

    public bool Remove(string member) => false;

    public void SetReadOnly(string member, bool readOnly)
    {
    }

    public IScriptObject Clone(bool deep) => this;
}
