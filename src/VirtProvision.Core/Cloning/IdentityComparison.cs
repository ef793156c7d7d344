using VirtProvision.Core.Diagnostics;

namespace VirtProvision.Core.Cloning;

/// <summary>What guests said of themselves, held against each other and against what their images said before. Pure.</summary>
public static class IdentityComparison
{
    public static ImmutableArray<Diagnostic> Find(IReadOnlyCollection<(AskedGuest Guest, GuestIdentity Identity)> answers)
    {
        var findings = ImmutableArray.CreateBuilder<Diagnostic>();
        foreach (var (guest, identity) in answers)
        {
            // The kernel's name is the first part of a full one, or all of it: that is the image's choice.
            if (guest.HostName is { } expected && identity.HostName is { } actual && actual != expected && actual != expected.Split('.')[0])
            {
                findings.Add(IdentityDiagnostics.OtherHostName(guest.Domain, expected, actual));
            }

            var before = identity.Original is { } original ? Claims(original with { HostName = null }).ToHashSet() : [];
            findings.AddRange(Claims(identity).Where(before.Contains).Select(claim => IdentityDiagnostics.StillTheImages(guest.Domain, claim.What, claim.Value)));
        }

        findings.AddRange(answers.SelectMany(static answer => Claims(answer.Identity).Distinct().Select(claim => (claim.What, claim.Value, answer.Guest.Domain)))
            .GroupBy(static claim => (claim.What, claim.Value))
            .Where(static group => group.Count() > 1)
            .Select(static group => IdentityDiagnostics.Shared(group.Key.What, group.Key.Value, [.. group.Select(static claim => claim.Domain)])));
        return findings.DrainToImmutable();
    }

    private static IEnumerable<(string What, string Value)> Claims(GuestIdentity identity)
    {
        if (identity.HostName is { } host)
        {
            yield return ("host name", host);
        }

        if (identity.MachineId is { } machine)
        {
            yield return ("machine ID", machine);
        }

        foreach (var key in identity.HostKeys)
        {
            yield return ($"SSH host key ({key.Type})", key.Fingerprint);
        }
    }
}
