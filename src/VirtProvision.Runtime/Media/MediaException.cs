namespace VirtProvision.Runtime.Media;

/// <summary>What went wrong with a medium or a server that install files come from.</summary>
internal enum MediaFailure
{
    /// <summary>No such file, folder or URL.</summary>
    NotFound,

    /// <summary>The server can't be reached: no name, no route, no listener, no TLS.</summary>
    Unreachable,

    /// <summary>It may not be read.</summary>
    NotPermitted,

    /// <summary>The server answered, and not with the file.</summary>
    Refused,

    /// <summary>Nothing came for too long.</summary>
    TimedOut,

    /// <summary>It ends before its end.</summary>
    Truncated,

    /// <summary>It became another while it was read.</summary>
    Changed,

    /// <summary>It is not what it should be.</summary>
    Broken,
}

/// <summary>A medium or a server failed. The message is a sentence that names the place.</summary>
internal sealed class MediaException : Exception
{
    public MediaException(MediaFailure failure, string message, Exception? inner = null)
        : base(message, inner) => Failure = failure;

    public MediaFailure Failure { get; }
}
