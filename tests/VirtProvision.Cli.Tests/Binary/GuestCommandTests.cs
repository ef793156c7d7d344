using System.Diagnostics;
using System.Text;

namespace VirtProvision.Cli.Tests.Binary;

/// <summary>The hands on one guest, as a person at a terminal and as a script use them: on a real libvirt, with the guest that tests/guest/build.sh makes.</summary>
public sealed class GuestCommandTests : IAsyncLifetime
{
    private const string Guest = "/var/lib/libvirt/boot/virt-provision-test-guest";
    private static readonly TimeSpan s_patience = TimeSpan.FromMinutes(2);

    private readonly string _name = $"vpguest-{Guid.NewGuid():n}"[..15];
    private readonly string _folder = Directory.CreateDirectory($"/var/tmp/vp-guest-{Guid.NewGuid():n}").FullName;

    [SkippableFact]
    public async Task At_a_terminal_the_console_is_the_guests_and_the_terminal_comes_back()
    {
        await StartAsync();
        using var terminal = Pty($"stty -g > {_folder}/before; {NativeBinary.Path} console {_name}; echo $? > {_folder}/code; stty -g > {_folder}/after");
        var shown = new Shown(terminal.StandardOutput);
        await shown.WaitAsync("Ctrl-] leaves it");

        // Ctrl-C is the guest's.
        await TypeAsync(terminal, "\u0003\nmarco\n");
        await shown.WaitAsync("test guest: heard marco");
        await TypeAsync(terminal, "\u001d");
        await terminal.WaitForExitAsync().WaitAsync(s_patience);

        Assert.Equal("0", Read("code"));
        Assert.Equal(Read("before"), Read("after"));
        Assert.Contains("the guest goes on", shown.Text, StringComparison.Ordinal);
    }

    [SkippableFact]
    public async Task However_the_console_ends_the_terminal_comes_back()
    {
        await StartAsync();
        using var terminal = Pty($"stty -g > {_folder}/before; {NativeBinary.Path} console {_name} < /dev/tty & echo $! > {_folder}/process; wait $!; echo $? > {_folder}/code; stty -g > {_folder}/after");
        var shown = new Shown(terminal.StandardOutput);
        await shown.WaitAsync("Ctrl-] leaves it");
        await TypeAsync(terminal, "\nmarco\n");
        await shown.WaitAsync("test guest: heard marco");
        await NativeBinary.RunProgramAsync("kill", "-TERM", Read("process"));
        await terminal.WaitForExitAsync().WaitAsync(s_patience);

        Assert.Equal("130", Read("code"));
        Assert.Equal(Read("before"), Read("after"));
    }

    [SkippableFact]
    public async Task In_a_pipe_the_console_goes_both_ways_from_the_first_byte_to_the_guests_end()
    {
        await DefineAsync();
        using var console = NativeBinary.Start(NativeBinary.Path, "start", _name, "--console");
        var shown = new Shown(console.StandardOutput);
        await shown.WaitAsync("test guest: up");
        await TypeAsync(console, "polo\n");
        await shown.WaitAsync("test guest: heard polo");

        var busy = await RunAsync("console", _name);
        Assert.Equal(1, busy.ExitCode);
        Assert.Contains("VP6090", busy.Error, StringComparison.Ordinal);

        var stop = await RunAsync("stop", _name);
        Assert.True(stop.ExitCode is 0, stop.Error);
        Assert.Contains($"✓ Domain/{_name} shut down (", stop.Out, StringComparison.Ordinal);
        await console.WaitForExitAsync().WaitAsync(s_patience);
        Assert.Equal(0, console.ExitCode);
    }

    [SkippableFact]
    public async Task A_picture_is_written_and_nothing_is_overwritten()
    {
        await DefineAsync();
        await RunAsync("start", _name, "--paused");

        var first = await NativeBinary.RunInAsync(_folder, "screenshot", _name, "-c", "qemu:///system");
        Assert.True(first.ExitCode is 0, first.Error);
        var file = Path.Combine(_folder, first.Out.Split(':')[0]);
        var begin = Encoding.ASCII.GetString(File.ReadAllBytes(file)[..4]);
        Assert.True(file.EndsWith(".png", StringComparison.Ordinal) ? begin[1..] is "PNG" : file.EndsWith(".ppm", StringComparison.Ordinal) && begin[..2] is "P6", $"{file}: {begin}");

        Assert.Contains("VP9043", (await NativeBinary.RunInAsync(_folder, "screenshot", _name, "-c", "qemu:///system")).Error, StringComparison.Ordinal);
        Assert.Equal(0, (await RunAsync("screenshot", _name, "-f", file, "--force")).ExitCode);
        Assert.Contains("VP9044", (await RunAsync("screenshot", _name, "-f", $"{_folder}/none/a.ppm")).Error, StringComparison.Ordinal);
        Assert.Equal(begin[1], (await RunAsync("screenshot", _name, "-f", "-")).Out[1]);
        Assert.Contains("VP6091", (await RunAsync("screenshot", _name, "--screen", "7")).Error, StringComparison.Ordinal);
    }

    [SkippableFact]
    public async Task A_viewer_is_started_where_there_is_one()
    {
        await DefineAsync();
        await RunAsync("start", _name, "--paused");
        var viewer = $"{_folder}/remote-viewer";
        await File.WriteAllTextAsync(viewer, $"#!/bin/sh\necho \"$@\" > {_folder}/seen\n");
        var printed = await RunAsync("viewer", _name, "--print");
        Assert.Matches("^vnc://127.0.0.1:59[0-9]+\n.*asks for a password.*\n$", printed.Out);
        Assert.DoesNotContain("geheim", printed.Out + printed.Error, StringComparison.Ordinal);

        string[] typed = [$"PATH={_folder}:/usr/bin:/bin", "DISPLAY=:9", NativeBinary.Path, "viewer", _name];
        Assert.Contains("VP9047", (await NativeBinary.RunProgramAsync("env", typed)).Error, StringComparison.Ordinal);
        await NativeBinary.RunProgramAsync("chmod", "+x", viewer);
        var run = await NativeBinary.RunProgramAsync("env", typed);
        Assert.True(run.ExitCode is 0, run.Error);
        await UntilAsync(() => File.Exists($"{_folder}/seen") && Read("seen").Length > 0, "remote-viewer was not started");
        Assert.Equal(printed.Out.Split('\n')[0], Read("seen"));
    }

    [SkippableFact]
    public async Task What_happens_is_a_line_and_as_JSON_an_object()
    {
        await DefineAsync();
        using var events = NativeBinary.Start(NativeBinary.Path, "events", "vpguest-*", "-o", "json", "--type", "lifecycle,device");
        using var watch = NativeBinary.Start(NativeBinary.Path, "status", "--all", "--watch");
        var heard = new Shown(events.StandardOutput);
        var seen = new Shown(watch.StandardOutput);
        await seen.WaitAsync($"Domain/{_name}  shut off");

        await RunAsync("start", _name, "--paused");
        await heard.WaitAsync($"\"name\":\"{_name}\"");
        await heard.WaitAsync("\"event\":\"started\",\"detail\":\"booted\"");
        await seen.WaitAsync($"Domain/{_name}  paused");
        Assert.Contains("VP6081", (await RunAsync("stop", _name)).Error, StringComparison.Ordinal);
        Assert.Contains("powered off", (await RunAsync("stop", _name, "--force")).Out, StringComparison.Ordinal);
        await heard.WaitAsync("\"event\":\"stopped\",\"detail\":\"destroyed\"");
        await seen.WaitAsync($"Domain/{_name}  shut off (destroyed)");

        foreach (var process in new[] { events, watch })
        {
            await NativeBinary.RunProgramAsync("kill", "-INT", $"{process.Id}");
            await process.WaitForExitAsync().WaitAsync(s_patience);
            Assert.Equal(130, process.ExitCode);
        }

        var none = await RunAsync("events", $"{_name}-none", "--timeout", "1", "--count", "1");
        Assert.Equal(1, none.ExitCode);
        Assert.Contains("VP9048", none.Error, StringComparison.Ordinal);
        Assert.Equal((0, ""), ((await RunAsync("events", $"{_name}-none", "--timeout", "1")) is var run ? run.ExitCode : -1, run.Error));
    }

    public Task InitializeAsync() => Task.CompletedTask;

    public async Task DisposeAsync()
    {
        await NativeBinary.RunProgramAsync("virsh", "-c", "qemu:///system", "destroy", _name);
        await NativeBinary.RunProgramAsync("virsh", "-c", "qemu:///system", "undefine", _name);
        Directory.Delete(_folder, recursive: true);
    }

    private async Task DefineAsync()
    {
        NativeBinary.SkipWithoutHost();
        Skip.IfNot(File.Exists($"{Guest}/initrd"), "The test guest is not there: tests/guest/build.sh makes it.");
        Skip.IfNot(File.Exists("/usr/bin/script"), "There is no script(1) to make a terminal with.");
        await File.WriteAllTextAsync($"{_folder}/domain.xml", $"""
            <domain type="qemu"><name>{_name}</name><memory unit="MiB">128</memory><vcpu>1</vcpu>
              <os><type arch="x86_64" machine="q35">hvm</type><kernel>{Guest}/vmlinuz</kernel><initrd>{Guest}/initrd</initrd><cmdline>console=ttyS0 quiet panic=-1</cmdline></os>
              <features><acpi/></features>
              <devices><serial type="pty"><log file="{_folder}/console.log" append="off"/></serial><graphics type="vnc" port="-1" listen="127.0.0.1" passwd="geheim"/><video><model type="vga"/></video></devices></domain>
            """);
        var defined = await NativeBinary.RunProgramAsync("virsh", "-c", "qemu:///system", "define", $"{_folder}/domain.xml");
        Assert.True(defined.ExitCode is 0, defined.Error);
    }

    private async Task StartAsync()
    {
        await DefineAsync();
        var start = await RunAsync("start", _name);
        Assert.True(start.ExitCode is 0, start.Error);
        await UntilAsync(() => File.Exists($"{_folder}/console.log") && Read("console.log").Contains("test guest: up", StringComparison.Ordinal), "the guest did not come up");
    }

    private string Read(string file) => File.ReadAllText(Path.Combine(_folder, file)).Trim();

    private static Task<CommandRun> RunAsync(params string[] args) => NativeBinary.RunAsync(args);

    // script(1) gives the command a terminal of its own, and passes on what is typed.
    private static Process Pty(string command) => NativeBinary.Start("script", "-qec", command, "/dev/null");

    private static async Task TypeAsync(Process process, string keys)
    {
        await process.StandardInput.WriteAsync(keys);
        await process.StandardInput.FlushAsync();
    }

    private static async Task UntilAsync(Func<bool> holds, string otherwise)
    {
        var begin = Stopwatch.GetTimestamp();
        while (!holds())
        {
            Assert.True(Stopwatch.GetElapsedTime(begin) < s_patience, otherwise);
            await Task.Delay(50);
        }
    }

    /// <summary>What a program has shown so far.</summary>
    private sealed class Shown
    {
        private readonly StringBuilder _text = new();

        public Shown(StreamReader output) => _ = ReadAsync(output);

        public string Text
        {
            get
            {
                lock (_text)
                {
                    return _text.ToString();
                }
            }
        }

        public Task WaitAsync(string text) => UntilAsync(() => Text.Contains(text, StringComparison.Ordinal), $"Never shown: {text}");

        private async Task ReadAsync(StreamReader output)
        {
            var buffer = new char[4096];
            while (await output.ReadAsync(buffer) is > 0 and var count)
            {
                lock (_text)
                {
                    _text.Append(buffer, 0, count);
                }
            }
        }
    }
}
