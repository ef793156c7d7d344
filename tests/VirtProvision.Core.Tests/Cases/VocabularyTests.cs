using VirtProvision.Core.Diagnostics;
using VirtProvision.Core.Kinds;
using VirtProvision.Core.Schemas;

namespace VirtProvision.Core.Tests.Cases;

/// <summary>No property of a schema that no case tries.</summary>
public sealed class VocabularyTests
{
    [Fact]
    public void Every_property_is_in_a_case()
    {
        var known = new Dictionary<string, string>();
        var used = new HashSet<string>();
        foreach (var kind in ResourceKind.All)
        {
            foreach (var (location, path) in SpecFields.Declared(SchemaCatalog.Embedded.SpecOf(kind)))
            {
                known.TryAdd(location, $"{kind} {path}");
            }
        }

        foreach (var @case in SpecCase.Names.Select(static name => new SpecCase(name)).Where(static @case => !@case.IsWrong))
        {
            var valid = @case.Validate(new DiagnosticBag())!;
            used.UnionWith(SpecFields.Written(valid.Spec, SchemaCatalog.Embedded.SpecOf(valid.Kind)));
        }

        // Where a resource belongs is no part of what is made: HostShareTests tries it on each kind.
        var untried = known.Where(entry => !used.Contains(entry.Key) && !IsPlacement(entry.Value)).Select(static entry => entry.Value).Order(StringComparer.Ordinal).ToArray();
        Assert.True(untried.Length is 0, $"No case uses {string.Join(", ", untried)}.");
    }

    private static bool IsPlacement(string field) => field.Split(' ', '.') is [_, "host" or "hostSelector", ..] or ["DomainPatch", "match", "host" or "hostSelector", ..];
}
