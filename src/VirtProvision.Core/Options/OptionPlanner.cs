using VirtProvision.Core.Diagnostics;
using VirtProvision.Core.Text;

namespace VirtProvision.Core.Options;

/// <summary>Turns older options into the uses of today's that they stand for, as the catalogue says, and finds options that exclude each other.</summary>
internal static class OptionPlanner
{
    public static List<PlannedUse> Plan(ImmutableArray<OptionUse> uses, OptionCatalog catalog, OptionParserSettings settings, DiagnosticBag diagnostics)
    {
        var known = new List<(OptionDefinition Option, PlannedUse Use)>();
        foreach (var use in uses)
        {
            var file = new SourceFile(use.Option, use.Value ?? "") { Folder = settings.Folder };
            if (catalog.Find(use.Option) is { } option)
            {
                known.Add((option, new PlannedUse(option, file, use.Value, null)));
            }
            else
            {
                diagnostics.Add(OptionDiagnostics.UnknownOption(file.Start, use.Option, catalog.All.Select(static each => each.Name)));
            }
        }

        Exclude(known, diagnostics);
        return Replace(known, catalog, diagnostics);
    }

    private static void Exclude(List<(OptionDefinition Option, PlannedUse Use)> uses, DiagnosticBag diagnostics)
    {
        var said = new HashSet<(string, string)>();
        foreach (var (option, use) in uses)
        {
            foreach (var (other, otherUse) in uses)
            {
                if (option.Conflicts.Contains(other.Name) && said.Add((option.Name, other.Name)) && !said.Contains((other.Name, option.Name)))
                {
                    diagnostics.Add(OptionDiagnostics.NotTogether(use.File.Start, option.Name, other.Name, otherUse.File.Start));
                }
            }
        }
    }

    private static List<PlannedUse> Replace(List<(OptionDefinition Option, PlannedUse Use)> uses, OptionCatalog catalog, DiagnosticBag diagnostics)
    {
        var planned = new List<PlannedUse>();
        var made = new Dictionary<string, List<PlannedUse>>(StringComparer.Ordinal);
        var joins = new Dictionary<string, int>(StringComparer.Ordinal);
        var later = new List<(OptionDefinition Option, PlannedUse Use)>();
        foreach (var (option, use) in uses)
        {
            if (option.IsIgnored || option.Unless.Any(other => uses.Exists(each => each.Option.Name == other)))
            {
                continue;
            }

            if (!option.Joined.IsEmpty)
            {
                later.Add((option, use));
                continue;
            }

            var plan = option.Instead is null ? use : Instead(option, use, catalog);
            planned.Add(plan);
            Note(option, plan);
        }

        foreach (var (option, use) in later)
        {
            Join(option, use);
        }

        return planned;

        void Note(OptionDefinition option, PlannedUse plan)
        {
            if (!made.TryGetValue(option.Name, out var plans))
            {
                made.Add(option.Name, plans = []);
            }

            plans.Add(plan);
        }

        // The third --mac belongs to the third --network.
        void Join(OptionDefinition option, PlannedUse use)
        {
            PlannedUse[] hosts = [.. option.Joined.SelectMany(name => made.GetValueOrDefault(name) ?? [])];
            var own = Instead(option, use, catalog);
            var number = joins.GetValueOrDefault(option.Name);
            joins[option.Name] = number + 1;
            if (option.JoinsAll || number < hosts.Length)
            {
                foreach (var host in option.JoinsAll ? hosts : [hosts[number]])
                {
                    planned[planned.IndexOf(host)] = Append(host, own, diagnostics, made);
                }
            }
            else if (option.StandsAlone)
            {
                planned.Add(own);
                Note(option, own);
            }
            else if (hosts.Length is 0)
            {
                diagnostics.Add(OptionDiagnostics.NothingToJoin(use.File.Start, option.Name, option.Joined));
            }
        }
    }

    private static PlannedUse Append(PlannedUse host, PlannedUse joined, DiagnosticBag diagnostics, Dictionary<string, List<PlannedUse>> made)
    {
        var appended = host with { Pieces = [.. host.Pieces ?? OptionSyntax.Split(host.File, diagnostics), .. joined.Pieces!] };
        foreach (var plans in made.Values)
        {
            if (plans.IndexOf(host) is var at and >= 0)
            {
                plans[at] = appended;
            }
        }

        return appended;
    }

    private static PlannedUse Instead(OptionDefinition option, PlannedUse use, OptionCatalog catalog)
    {
        var target = catalog.Find(option.Instead!)!;
        var span = use.Span;
        if (option.Pieces is "none")
        {
            return new PlannedUse(target, use.File, "none", null);
        }

        List<OptionPiece> pieces = [];
        foreach (var text in option.Pieces!.Split(','))
        {
            var equals = text.IndexOf('=', StringComparison.Ordinal);
            var value = text[(equals + 1)..];
            pieces.Add(new OptionPiece(text[..equals], value is "{}" ? use.Value ?? "" : value, span, span));
        }

        return new PlannedUse(target, use.File, use.Value, pieces);
    }
}
