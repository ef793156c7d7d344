using System.Runtime.CompilerServices;
using Xunit;

namespace VirtProvision.Testing;

/// <summary>Snapshot tests by Verify's convention: <c>name.verified.ext</c> lies beside its input and is what we agreed to; <c>UPDATE_GOLDEN=1</c> rewrites it.</summary>
public static class Golden
{
    private static readonly bool s_update = Environment.GetEnvironmentVariable("UPDATE_GOLDEN") is "1";

    /// <summary>Holds <paramref name="actual"/> to the file; on a difference leaves <c>*.received.*</c> beside it to look at.</summary>
    public static void Match(string verifiedPath, string actual)
    {
        actual = actual.ReplaceLineEndings("\n");
        if (!actual.EndsWith('\n'))
        {
            actual += "\n";
        }

        var receivedPath = verifiedPath.Replace(".verified.", ".received.", StringComparison.Ordinal);
        if (s_update)
        {
            File.WriteAllText(verifiedPath, actual);
            File.Delete(receivedPath);
            return;
        }

        var expected = File.Exists(verifiedPath) ? File.ReadAllText(verifiedPath).ReplaceLineEndings("\n") : "";
        if (expected == actual)
        {
            File.Delete(receivedPath);
            return;
        }

        File.WriteAllText(receivedPath, actual);
        Assert.Equal(expected, actual);
    }

    /// <summary>The path of a file beside the calling test's source.</summary>
    public static string Beside(string fileName, [CallerFilePath] string caller = "") =>
        Path.Combine(Path.GetDirectoryName(caller)!, fileName);
}
