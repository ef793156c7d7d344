namespace VirtProvision.Runtime.Media;

/// <summary>How long a server may take. Each is for one step: a whole download may take as long as it goes on.</summary>
public sealed record MediaLimits
{
    public static readonly MediaLimits Usual = new();

    public TimeSpan Connect { get; init; } = TimeSpan.FromSeconds(15);

    /// <summary>From a request to the first line of its answer.</summary>
    public TimeSpan Answer { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>Between two pieces of an answer.</summary>
    public TimeSpan Silence { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>How often in a row a request that broke off before its answer is made again, and a download taken up again where it stopped.</summary>
    public int Resumptions { get; init; } = 3;
}
