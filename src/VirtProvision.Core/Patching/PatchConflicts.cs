using System.Xml.Linq;
using VirtProvision.Core.Comparison;
using VirtProvision.Core.Xml;

namespace VirtProvision.Core.Patching;

/// <summary>Who wanted something that a later one undid: found by asking each once more when all are done.</summary>
internal static class PatchConflicts
{
    public static ImmutableArray<PatchConflict> Find(KindFacts facts, List<PatchStage> stages, XElement merged)
    {
        var voices = stages.Where(static stage => stage.IsOwn || stage.Layer is not null).ToList();
        if (voices.Count < 2)
        {
            return [];
        }

        var conflicts = ImmutableArray.CreateBuilder<PatchConflict>();
        for (var i = 0; i < voices.Count - 1; i++)
        {
            foreach (var undone in PatchStage.Run(facts, null, voices[i].Desired, merged).Changes)
            {
                var later = voices.Skip(i + 1).LastOrDefault(other => other.Changes.Any(change => Overlap(change.Path, undone.Path)));
                if (later?.Layer is { } layer)
                {
                    conflicts.Add(new PatchConflict(voices[i].Layer, layer, undone.Path, undone.After, undone.Before));
                }
            }
        }

        return conflicts.ToImmutable();
    }

    private static bool Overlap(XmlPath one, XmlPath other)
    {
        for (var i = 0; i < Math.Min(one.Steps.Length, other.Steps.Length); i++)
        {
            if (one.Steps[i] != other.Steps[i])
            {
                return false;
            }
        }

        return true;
    }
}
