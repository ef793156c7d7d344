using VirtProvision.Core.Osinfo;

namespace VirtProvision.Core.Seeding.Unattended;

/// <summary>An entry of <c>schemas/unattended/answers.yaml</c>, which says what each member means.</summary>
internal sealed record AnswerRule(string Name)
{
    public ImmutableArray<string> Scripts { get; init; } = [];
    public ImmutableArray<string> Distros { get; init; } = [];
    public string? From { get; init; }
    public string? Before { get; init; }
    public string? Kernel { get; init; }
    public string Template { get; init; } = "";
    public string Format { get; init; } = "";
    public string File { get; init; } = "";
    public ImmutableArray<string> Aliases { get; init; } = [];
    public string Tree { get; init; } = "";
    public string Cdrom { get; init; } = "";
    public string Label { get; init; } = "";
    public string KernelArguments { get; init; } = "";
    public string? Refuse { get; init; }

    public bool Fits(AnswerSetting setting)
    {
        if (Kernel is not null)
        {
            return IsOfDistro(setting.System)
                && (Kernel.Length > 0 ? setting.KernelPath?.Contains(Kernel, StringComparison.Ordinal) is true : setting.KernelPath is null);
        }

        return setting.Scripts.IsEmpty ? IsOfDistro(setting.System) : setting.Scripts.Any(IsOurs);
    }

    public bool IsOurs(InstallScript script) => Scripts.Any(beginning => script.Id.StartsWith(beginning, StringComparison.Ordinal));

    private bool IsOfDistro(OsFacts system)
    {
        var version = OsVersion.NumberOf(system.Version);
        return system.Distro is { } distro && Distros.Contains(distro)
            && (From is null || version >= OsVersion.NumberOf(From)) && (Before is null || version < OsVersion.NumberOf(Before));
    }
}
