using VirtProvision.Core.Diagnostics;
using VirtProvision.Core.Documents;
using VirtProvision.Core.Kinds;
using VirtProvision.Core.Schemas;
using VirtProvision.Core.Text;

namespace VirtProvision.Core.Resources;

/// <summary>A resource that another names, and where.</summary>
internal readonly record struct SpecReference(ResourceId To, TextSpan Place);

/// <summary>Finds what a spec names by the <c>x-reference</c> of its schema.</summary>
internal sealed class SpecReferences(List<SpecReference> found, DiagnosticBag diagnostics)
{
    private readonly Stack<MappingNode> _around = [];

    public void Collect(DocumentNode node, SchemaShape shape)
    {
        switch (node)
        {
            case ScalarNode { IsNull: false } scalar when shape.Reference is { } reference:
                if (reference.Unless is null || !_around.TryPeek(out var siblings) || siblings[reference.Unless] is null)
                {
                    Add(scalar, reference);
                }

                break;

            case SequenceNode list when shape.Items is { } items:
                foreach (var item in list.Items)
                {
                    Collect(item, items);
                }

                break;

            case MappingNode mapping:
                _around.Push(mapping);
                foreach (var entry in mapping.Entries)
                {
                    if (shape.Member(entry.Key.Text) is { } member)
                    {
                        Collect(entry.Value, member);
                    }
                }

                _around.Pop();
                break;
        }
    }

    private void Add(ScalarNode name, SchemaReference reference)
    {
        var kind = ResourceKind.Find(reference.Kind) ?? throw new System.Diagnostics.UnreachableException($"A schema refers to the kind {reference.Kind}.");
        if (reference.Pool is null)
        {
            found.Add(new SpecReference(new ResourceId(kind, name.Text), name.Span));
        }
        else if (FindPool(reference.Pool) is { } pool)
        {
            found.Add(new SpecReference(new ResourceId(kind, name.Text, pool), name.Span));
        }
        else
        {
            diagnostics.Add(ResourceDiagnostics.VolumeWithoutPool(name.Span));
        }
    }

    // The nearest around it: a volume to copy is in the pool of the disk that copies it unless it says another.
    private string? FindPool(string member)
    {
        foreach (var mapping in _around)
        {
            if (mapping.TextOf(member) is { } pool)
            {
                return pool;
            }
        }

        return null;
    }
}
