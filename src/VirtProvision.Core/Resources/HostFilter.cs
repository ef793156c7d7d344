using System.IO.Enumeration;
using VirtProvision.Core.Fleet;

namespace VirtProvision.Core.Resources;

/// <summary>Hosts as <c>--host</c> names them: by name or URI, where <c>*</c> and <c>?</c> stand for characters, or by labels (<c>rack=a,!old</c>).</summary>
public sealed record HostFilter(string Text)
{
    public bool Matches(DeclaredHost host) =>
        Matches(host.Name) || Matches(host.Uri) || ((Text.Contains('=', StringComparison.Ordinal) || Text.StartsWith('!')) && LabelSelector.Parse(Text)?.Matches(host.Labels) is true);

    /// <param name="name">A host's name, or its URI.</param>
    public bool Matches(string name) => Text == name || FileSystemName.MatchesSimpleExpression(Text, name, ignoreCase: false);
}
