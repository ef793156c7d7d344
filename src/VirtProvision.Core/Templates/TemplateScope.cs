namespace VirtProvision.Core.Templates;

/// <summary>The variables at a place of a template: a short chain, newest first, shared by all who came after.</summary>
internal sealed record TemplateScope(TemplateScope? Outer, string Name, object? Value)
{
    /// <summary>The name of what an include is given: <c>$1</c>.</summary>
    public const string Argument = "$1";

    public TemplateScope With(string name, object? value) => new(this, name, value);

    public object? Find(string name)
    {
        for (var scope = this; scope is not null; scope = scope.Outer)
        {
            if (scope.Name == name)
            {
                return scope.Value;
            }
        }

        return null;
    }
}
