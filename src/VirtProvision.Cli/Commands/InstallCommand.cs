using System.CommandLine;
using System.CommandLine.Parsing;
using VirtProvision.Cli.Terminal;
using VirtProvision.Cli.Views;
using VirtProvision.Core.Diagnostics;
using VirtProvision.Core.Options;
using VirtProvision.Core.Templates;
using VirtProvision.Runtime;
using VirtProvision.Runtime.Hypervisors;
using VirtProvision.Runtime.Installing;

namespace VirtProvision.Cli.Commands;

/// <summary>virt-install's command line on the same vocabulary and pipeline as specs.</summary>
internal static class InstallCommand
{
    public const string Name = "install";

    /// <param name="isAsked">Whether it is the command that runs: its hundred options are made only then.</param>
    /// <param name="explains">Whether its help is asked for.</param>
    internal static Command Create(CommandContext context, bool isAsked, bool explains)
    {
        var command = new TaughtCommand(
            Name,
            "Make a domain and install its system, said with virt-install's options. --OPTION help lists what an option takes.",
            new Example("A ready disk image", "virt-provision install --name web01 --memory 2048 --osinfo debian12 --import --disk /srv/images/web01.qcow2 --graphics none"),
            new Example("The XML that it would get, without touching the host", "virt-provision install --osinfo fedora40 --install fedora40 --print-xml"),
            new Example("The spec to keep in Git instead", "virt-provision install --osinfo debian12 --import --disk size=20 --print-spec > web01.yaml"),
            new Example("Debian's installer on the serial console", "virt-provision install --osinfo debian12 --location https://deb.debian.org/debian/dists/bookworm/main/installer-amd64/ --disk size=20 --graphics none --extra-args console=ttyS0"));
        if (isAsked)
        {
            var options = new InstallOptions();
            var vocabulary = new VocabularyOptions(OptionCatalog.Embedded, explains);
            foreach (var option in vocabulary.All.Concat(options.All))
            {
                command.Add(option);
            }

            command.SetAction((parse, cancellationToken) => new InstallRun(options, vocabulary, parse, context).RunAsync(cancellationToken));
        }

        return command;
    }
}
