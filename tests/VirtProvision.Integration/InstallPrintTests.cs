using VirtProvision.Core.Documents;
using VirtProvision.Core.Options;
using VirtProvision.Core.Templates;
using VirtProvision.Core.Text;
using VirtProvision.Libvirt;
using VirtProvision.Libvirt.Rpc;
using VirtProvision.Runtime;
using VirtProvision.Runtime.Hypervisors;
using VirtProvision.Runtime.Installing;

namespace VirtProvision.Integration;

/// <summary>Printing an installation, or trying it, calls nothing that changes the host: seen on the wire.</summary>
public sealed class InstallPrintTests
{
    public static TheoryData<string[]> CommandLines =>
    [
        ["--disk=size=1", "--osinfo=generic", "--import"],
        ["--disk=/var/lib/libvirt/images/vp-none.qcow2,size=1", "--osinfo=generic", "--cloud-init"],
        ["--disk=none", "--osinfo=generic", "--network=default", "--boot=uefi", "--install=bootdev=network"],
        ["--disk=none", "--osinfo=generic", "--location=/usr/lib/debian-installer/images/12/amd64/text"],
    ];

    [SkippableTheory, MemberData(nameof(CommandLines))]
    public async Task Deciding_writes_nothing(string[] options)
    {
        await using var play = await Playground.OpenAsync();
        Skip.If(options.Any(static option => option.StartsWith("--location", StringComparison.Ordinal)) && !Directory.Exists("/usr/lib/debian-installer"), "Debian's installer is not there: apt install debian-installer-12-netboot-amd64.");
        var calls = new List<RemoteProcedure>();
        var host = new LibvirtConnector(LibvirtDaemon.Qemu, new LibvirtConnectOptions
        {
            CallObserver = procedure =>
            {
                lock (calls)
                {
                    calls.Add(procedure);
                }
            },
        });
        var words = OptionParser.Parse([new OptionUse("--memory", "64"), .. options.Select(static option => new OptionUse(option[..option.IndexOf('=', StringComparison.Ordinal).Or(option.Length)], option.IndexOf('=', StringComparison.Ordinal) is > 0 and var at ? option[(at + 1)..] : null))], []);
        var request = new InstallRequest(words.Spec.With("defaults", ScalarNode.String(words.Spec.Span, "desktop")))
        {
            Name = ScalarNode.String(words.Spec.Span, $"{play.Prefix}-vm"),
            Span = new SourceFile("install", "").Start,
        };

        await using var installation = new Installation(host, TemplateRenderer.Embedded, PipelineTools.Default);
        await using var prepared = await installation.PrepareAsync(request, default);

        Assert.False(prepared.HasErrors, string.Join('\n', prepared.Diagnostics));
        Assert.NotNull(prepared.Domain);
        Assert.Contains(RemoteProcedure.ConnectGetDomainCapabilities, calls);
        Assert.DoesNotContain(calls, RemoteProcedureAccess.IsWrite);
    }
}

file static class Indexes
{
    public static int Or(this int index, int otherwise) => index < 0 ? otherwise : index;
}
