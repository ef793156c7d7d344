using System.Xml.Linq;
using VirtProvision.Core.Comparison;
using VirtProvision.Core.Diagnostics;
using VirtProvision.Core.Kinds;
using VirtProvision.Core.Planning;
using VirtProvision.Core.Resources;
using VirtProvision.Core.Xml;
using VirtProvision.Runtime.Applying;

namespace VirtProvision.Runtime.Tests.Applying;

public sealed class PreflightTests
{
    private static readonly ResourceId s_domain = new(ResourceKind.Domain, "d");

    [Theory]
    [InlineData(ChangeAction.Create, "", false, "VP7021")]
    [InlineData(ChangeAction.Replace, "", false, "VP7021")]
    [InlineData(ChangeAction.NoOp, "", true, "VP7021")]
    [InlineData(ChangeAction.Update, "os", false, "VP7021")]
    [InlineData(ChangeAction.Update, "vcpu", false, "VP7024")]
    [InlineData(ChangeAction.NoOp, "", false, "VP7024")]
    public void A_missing_boot_file_is_an_error_only_where_something_needs_it(ChangeAction action, string changed, bool starts, string code)
    {
        ImmutableArray<FieldChange> fields = changed.Length == 0 ? [] : [new FieldChange(new XmlPath([new XmlStep(changed)]), FieldChangeKind.Modify, "a", "b", Effect.NextStart)];
        var desired = XElement.Parse("<domain><os><kernel>/nonexistent/vmlinuz</kernel></os></domain>");
        var change = new ResourceChange(s_domain, action, fields, [], Disruption.None, [], desired, null);
        var diagnostics = new DiagnosticBag();
        Preflight.BootFiles([new ResourceTask(change, null, starts ? [new StartResource(s_domain)] : [])], diagnostics);
        Assert.Equal(code, Assert.Single(diagnostics).Code);
    }
}
