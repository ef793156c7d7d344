using System.Diagnostics;
using VirtProvision.Core.Diagnostics;
using VirtProvision.Core.Documents;
using VirtProvision.Core.Kinds;
using VirtProvision.Core.Text;

namespace VirtProvision.Core.Seeding.Unattended;

/// <summary>The rules of <c>schemas/unattended/answers.yaml</c>.</summary>
internal static class AnswerRules
{
    public const string Folder = "unattended";

    private static readonly Lazy<ImmutableArray<AnswerRule>> s_all = new(Read);

    public static ImmutableArray<AnswerRule> All => s_all.Value;

    public static AnswerRule? Find(AnswerSetting setting) => All.FirstOrDefault(rule => rule.Fits(setting));

    private static ImmutableArray<AnswerRule> Read()
    {
        const string Path = Folder + "/answers.yaml";
        var findings = new DiagnosticBag();
        var file = new SourceFile($"schemas/{Path}", KindFiles.Read(Path) ?? throw new UnreachableException());
        if (YamlDocumentReader.Read(file, findings) is not [SequenceNode list] || findings.HasErrors)
        {
            throw new UnreachableException(string.Join(" ", findings.Select(static finding => finding.Detail)));
        }

        return [.. list.Items.Cast<MappingNode>().Select(Read)];
    }

    private static AnswerRule Read(MappingNode node) => new(node.TextOf("name")!)
    {
        Scripts = Texts(node["scripts"]),
        Distros = Texts(node["distros"]),
        From = node.TextOf("from"),
        Before = node.TextOf("before"),
        Kernel = node.TextOf("kernel"),
        Template = node.TextOf("template") ?? "",
        Format = node.TextOf("format") ?? "",
        File = node.TextOf("file") ?? "",
        Aliases = Texts(node["aliases"]),
        Tree = node.TextOf("tree") ?? "",
        Cdrom = node.TextOf("cdrom") ?? "",
        Label = node.TextOf("label") ?? "",
        KernelArguments = node.TextOf("cmdline") ?? "",
        Refuse = node.TextOf("refuse"),
    };

    private static ImmutableArray<string> Texts(DocumentNode? node) => [.. (node as SequenceNode)?.Items.Cast<ScalarNode>().Select(static item => item.Text) ?? []];
}
