using VirtProvision.Core.Diagnostics;
using VirtProvision.Core.Documents;
using VirtProvision.Testing;

namespace VirtProvision.Core.Tests.Documents;

public sealed class YamlDocumentReaderTests
{
    public static TheoryData<string> Cases => DocumentCases.All;

    [Theory, MemberData(nameof(Cases))]
    public void Reads(string name)
    {
        var findings = new DiagnosticBag();
        var file = SourceDecoder.Decode(name + ".yaml", DocumentCases.Read(name), findings);

        var documents = file is null ? [] : YamlDocumentReader.Read(file, findings);

        Golden.Match(DocumentCases.Verified(name), NodeText.Of(documents, findings));
    }
}
