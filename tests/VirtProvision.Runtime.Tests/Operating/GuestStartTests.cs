using System.Diagnostics;
using VirtProvision.Runtime.Operating;

namespace VirtProvision.Runtime.Tests.Operating;

public sealed class GuestStartTests : IDisposable
{
    private static readonly Guid s_uuid = Guid.Parse("22222222-2222-2222-2222-222222222222");
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("vp-start-");

    public void Dispose() => _folder.Delete(recursive: true);

    [Fact]
    public void It_is_when_the_process_of_that_domain_began()
    {
        Write("web.pid", $"{Environment.ProcessId}\n");
        Write($"proc/{Environment.ProcessId}/cmdline", $"qemu\0-uuid\0{s_uuid}\0");

        Assert.Equal(Process.GetCurrentProcess().StartTime, GuestStart.Of(_folder.FullName, "web", s_uuid, $"{_folder}/proc")!.Value.LocalDateTime);
    }

    [Theory]
    [InlineData("web.pid", "another process")]
    [InlineData("web.pid", null)]
    [InlineData("none.pid", null)]
    public void A_number_that_was_left_behind_says_nothing(string file, string? commandLine)
    {
        Write(file, $"{Environment.ProcessId}");
        if (commandLine is not null)
        {
            Write($"proc/{Environment.ProcessId}/cmdline", commandLine);
        }

        Assert.Null(GuestStart.Of(_folder.FullName, "web", s_uuid, $"{_folder}/proc"));
        Assert.Null(GuestStart.Of(_folder.FullName, "../web", s_uuid, $"{_folder}/proc"));
        Assert.Null(GuestStart.Of(null, "web", s_uuid));
    }

    private void Write(string name, string text)
    {
        var path = Path.Combine(_folder.FullName, name);
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        File.WriteAllText(path, text);
    }
}
