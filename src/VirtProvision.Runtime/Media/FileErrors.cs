namespace VirtProvision.Runtime.Media;

/// <summary>What the system says of a file, in our words.</summary>
internal static class FileErrors
{
    public static MediaException Of(string path, Exception exception) => exception switch
    {
        FileNotFoundException or DirectoryNotFoundException => new(MediaFailure.NotFound, $"{path} does not exist.", exception),
        UnauthorizedAccessException when Directory.Exists(path) => new(MediaFailure.Broken, $"{path} is a folder, not a file.", exception),
        UnauthorizedAccessException => new(MediaFailure.NotPermitted, $"There is no permission to read {path}.", exception),
        _ => new(MediaFailure.Broken, $"{path} can't be read: {exception.Message}", exception),
    };
}
