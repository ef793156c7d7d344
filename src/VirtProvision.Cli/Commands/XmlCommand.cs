using System.CommandLine;
using VirtProvision.Cli.Terminal;
using VirtProvision.Core.Options;

namespace VirtProvision.Cli.Commands;

/// <summary>virt-xml's command line on the same vocabulary as specs: edits of domains that exist.</summary>
internal static class XmlCommand
{
    public const string Name = "xml";

    // What is no part of a domain's XML, or said of new domains only.
    private static readonly string[] s_others =
    [
        "--name", "--autostart", "--osinfo", "--os-type", "--cdrom", "--location", "--install", "--extra-args", "--initrd-inject", "--reinstall", "--unattended", "--cloud-init",
    ];

    /// <param name="isAsked">Whether it is the command that runs: its options are made only then.</param>
    /// <param name="explains">Whether its help is asked for.</param>
    internal static Command Create(CommandContext context, bool isAsked, bool explains)
    {
        var command = new TaughtCommand(
            Name,
            "Edit domains that exist, said with virt-xml's options; nothing else in them is touched. --OPTION help lists what an option takes.",
            new Example("See what would change", "virt-provision xml web01 --edit --memory 4096 --print-diff"),
            new Example("Change the disk vda, in the running guest too where libvirt can", "virt-provision xml web01 --edit target=vda --disk cache=none --update"),
            new Example("Plug a disk in and another out", "virt-provision xml web01 --add-device --disk size=20 --remove-device --disk target=vdb"),
            new Example("Take a field away from every domain named so", "virt-provision xml 'web*' --edit all --disk driver.io="),
            new Example("Edit XML in a pipe", "virsh dumpxml web01 | virt-provision xml --edit --cpu host-passthrough > web01.xml"));
        if (isAsked)
        {
            var options = new XmlOptions();
            var vocabulary = new VocabularyOptions(OptionCatalog.Embedded, explains, static definition => Vocabulary(definition) is not null);
            command.Add(options.Domains);
            foreach (var option in options.Everything.Concat(vocabulary.All))
            {
                command.Add(option);
            }

            command.SetAction((parse, cancellationToken) => new XmlRun(options, vocabulary, parse, context).RunAsync(cancellationToken));
        }

        return command;
    }

    /// <summary>The option, when it can say something of a domain that exists.</summary>
    internal static OptionDefinition? Vocabulary(OptionDefinition? option) => option is { IsLegacy: false } && !s_others.Contains(option.Name) ? option : null;
}
