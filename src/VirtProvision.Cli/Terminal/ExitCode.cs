namespace VirtProvision.Cli.Terminal;

internal static class ExitCode
{
    public const int Done = 0;
    public const int Failed = 1;

    /// <summary>Only with <c>--detailed-exitcode</c>: the plan has changes.</summary>
    public const int ChangesPending = 2;

    /// <summary>128 + SIGINT, as shells report it.</summary>
    public const int Interrupted = 130;
}
