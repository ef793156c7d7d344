using VirtProvision.Cli.Commands;
using VirtProvision.Cli.Terminal;
using VirtProvision.Runtime.Operating;

namespace VirtProvision.Cli.Tests;

public sealed class ViewerProgramTests : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("vp-viewer-");

    public ViewerProgramTests() => File.WriteAllText(Path.Combine(_folder.FullName, "remote-viewer"), "#!/bin/sh\n", System.Text.Encoding.ASCII);

    public void Dispose() => _folder.Delete(recursive: true);

    [Theory]
    [InlineData("DISPLAY", true, true)]
    [InlineData("WAYLAND_DISPLAY", true, true)]
    [InlineData("DISPLAY", false, false)]
    [InlineData("TERM", true, false)]
    public void It_takes_a_viewer_and_a_display(string display, bool isInstalled, bool expected) => Assert.Equal(expected, Find(display, isInstalled) is not null);

    [SkippableFact]
    public async Task A_tunnel_that_does_not_come_about_is_told()
    {
        Skip.IfNot(File.Exists("/usr/bin/ssh"), "There is no ssh.");
        var route = new ViewerRoute("vnc://127.0.0.1:1", ["-N", "-F", "none", "-o", "BatchMode=yes", "-p", "1", "--", "127.0.0.1"], 1);

        Assert.Equal("VP9046", (await Find("DISPLAY", isInstalled: true)!.ShowAsync(route, default))!.Code);
    }

    private ViewerProgram? Find(string display, bool isInstalled)
    {
        var environment = new Dictionary<string, string> { [display] = ":9", ["PATH"] = isInstalled ? $"/nowhere:{_folder.FullName}" : "/nowhere" };
        return ViewerProgram.Find(new CommandContext
        {
            OpenInput = static () => Stream.Null,
            Out = TextWriter.Null,
            Error = TextWriter.Null,
            Environment = environment.GetValueOrDefault,
        });
    }
}
