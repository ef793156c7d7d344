using System.Runtime.Versioning;
using VirtProvision.Core.Cloning;
using VirtProvision.Runtime.Cloning;

namespace VirtProvision.Runtime.Tests.Cloning;

/// <summary>What virt-sysprep is told, by a double of it; that it does what it is told is libguestfs' own business.</summary>
[UnsupportedOSPlatform("windows")]
public sealed class SysprepTests : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("vp-sysprep-");

    public void Dispose() => _folder.Delete(recursive: true);

    [Fact]
    public async Task It_gets_each_word_as_it_is()
    {
        var said = Path.Combine(_folder.FullName, "said");
        var sysprep = Double($"printf '%s\\n' \"$@\" > '{said}'");

        Assert.Null(await sysprep.RunAsync("qemu:///system?a=b&c", "a $(touch x); b", default));

        Assert.Equal(Sysprep.ArgumentsFor("qemu:///system?a=b&c", "a $(touch x); b"), File.ReadAllLines(said));
        Assert.Contains("a $(touch x); b", File.ReadAllLines(said));
        Assert.Contains("a---touch-x---b", File.ReadAllLines(said));
    }

    [Fact]
    public async Task What_it_complains_of_is_told()
    {
        var failure = await Double("echo 'virt-sysprep: error: no operating systems were found' >&2; exit 1").RunAsync("qemu:///system", "web", default);
        Assert.Equal("VP8353", failure!.Code);
        Assert.Contains("no operating systems were found", failure.Detail, StringComparison.Ordinal);
        Assert.Equal("VP8353", (await new Sysprep("/nonexistent").RunAsync("qemu:///system", "web", default))!.Code);
    }

    [Fact]
    public async Task Who_stops_the_run_stops_it()
    {
        using var stop = new CancellationTokenSource(TimeSpan.FromMilliseconds(200));
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => Double("sleep 60").RunAsync("qemu:///system", "web", stop.Token));
    }

    [Fact]
    public void It_is_where_the_path_says()
    {
        Double("true");
        Assert.NotNull(Sysprep.Find($"/nonexistent:{_folder.FullName}"));
        Assert.Null(Sysprep.Find("/nonexistent"));
        Assert.Null(Sysprep.Find(null));
    }

    private Sysprep Double(string script)
    {
        var program = Path.Combine(_folder.FullName, "virt-sysprep");
        File.WriteAllText(program, $"#!/bin/sh\n{script}\n");
        File.SetUnixFileMode(program, UnixFileMode.UserRead | UnixFileMode.UserExecute);
        return new Sysprep(program);
    }
}
