using System.Xml.Linq;
using VirtProvision.Core.Xml;

namespace VirtProvision.Core.Templates;

/// <summary>A condition on an element, which <c>set</c> and <c>create</c> can also make true: <c>[@name='a']</c>, <c>[target/@dev='vda']</c>, <c>[name='a']</c>.</summary>
internal sealed record OverlayCondition(ImmutableArray<XName> Elements, XName? Attribute, string Value)
{
    public bool Holds(XElement element)
    {
        IEnumerable<XElement> at = [element];
        foreach (var name in Elements)
        {
            at = at.Elements(name);
        }

        return at.Any(found => (Attribute is null ? found.Value : found.Attribute(Attribute)?.Value) == Value);
    }

    public void MakeTrue(XElement element)
    {
        foreach (var name in Elements)
        {
            var child = element.Element(name);
            if (child is null)
            {
                element.Add(child = new XElement(name));
            }

            element = child;
        }

        if (Attribute is null)
        {
            element.Value = Value;
        }
        else
        {
            element.SetAttributeValue(Attribute, Value);
        }
    }
}

/// <param name="Position">From 1, among those for which the conditions hold; null for all of them.</param>
internal sealed record OverlayStep(XName Name, ImmutableArray<OverlayCondition> Conditions, int? Position);

/// <summary>
/// The part of XPath by which an overlay names a place: child steps from the root, names of any namespace as <c>Q{uri}name</c>, <c>[n]</c>, <c>[@a='v']</c>, <c>[b/@a='v']</c>, <c>[b='v']</c>, and an attribute at
/// the end. What cannot be made when it is missing is not in it.
/// </summary>
internal sealed record OverlayPath(ImmutableArray<OverlayStep> Steps, XName? Attribute)
{
    /// <summary>Prefixes that need no declaration.</summary>
    public static IReadOnlyDictionary<string, XNamespace> Namespaces => s_namespaces;

    private static readonly Dictionary<string, XNamespace> s_namespaces = new(StringComparer.Ordinal)
    {
        ["qemu"] = "http://libvirt.org/schemas/domain/qemu/1.0",
        ["lxc"] = "http://libvirt.org/schemas/domain/lxc/1.0",
        ["xen"] = "http://libvirt.org/schemas/domain/xen/1.0",
        ["dnsmasq"] = "http://libvirt.org/schemas/network/dnsmasq/1.0",
        ["fs"] = "http://libvirt.org/schemas/storagepool/fs/1.0",
        ["rbd"] = "http://libvirt.org/schemas/storagepool/rbd/1.0",
        ["libosinfo"] = "http://libosinfo.org/xmlns/libvirt/domain/1.0",
    };

    /// <summary>A name as a path says it: <c>disk</c>, <c>qemu:arg</c>, <c>Q{http://example.org/}note</c>.</summary>
    public static string NameOf(XName name) => name.Namespace == XNamespace.None
        ? name.LocalName
        : s_namespaces.FirstOrDefault(known => known.Value == name.Namespace).Key is { } prefix ? $"{prefix}:{name.LocalName}" : $"Q{{{name.NamespaceName}}}{name.LocalName}";

    /// <exception cref="FormatException">It is not such a path; the message says why.</exception>
    public static OverlayPath Parse(string text, XElement root)
    {
        var parser = new OverlayPathParser(text, root);
        return parser.Path();
    }

    private sealed class OverlayPathParser(string text, XElement root)
    {
        private int _at;

        public OverlayPath Path()
        {
            if (Take("/"))
            {
                if (Name() != root.Name || (!Take("/") && _at < text.Length))
                {
                    throw new FormatException($"an absolute path begins with /{root.Name.LocalName}/");
                }
            }
            else if (Take("."))
            {
                _ = Take("/");
            }

            var steps = ImmutableArray.CreateBuilder<OverlayStep>();
            while (_at < text.Length)
            {
                if (Take("@"))
                {
                    var attribute = Name(isAttribute: true);
                    return _at == text.Length ? new OverlayPath(steps.ToImmutable(), attribute) : throw new FormatException("nothing can follow an attribute");
                }

                steps.Add(Step());
                if (_at < text.Length && !(Take("/") && _at < text.Length))
                {
                    throw new FormatException($"\"/\" and a name are expected at character {_at + 1}");
                }
            }

            return new OverlayPath(steps.ToImmutable(), null);
        }

        private OverlayStep Step()
        {
            var name = Name();
            var conditions = ImmutableArray.CreateBuilder<OverlayCondition>();
            int? position = null;
            while (Take("["))
            {
                if (_at < text.Length && char.IsAsciiDigit(text[_at]))
                {
                    var end = text.AsSpan(_at).IndexOf(']');
                    if (end < 0 || !int.TryParse(text.AsSpan(_at, end), NumberStyles.None, CultureInfo.InvariantCulture, out var number) || number is 0)
                    {
                        throw new FormatException("positions count from 1: [1]");
                    }

                    position = number;
                    _at += end;
                }
                else
                {
                    conditions.Add(Condition());
                }

                Expect("]");
            }

            return new OverlayStep(name, conditions.ToImmutable(), position);
        }

        private OverlayCondition Condition()
        {
            var elements = ImmutableArray.CreateBuilder<XName>();
            XName? attribute = null;
            while (attribute is null)
            {
                if (Take("@"))
                {
                    attribute = Name(isAttribute: true);
                }
                else
                {
                    elements.Add(Name());
                    if (!Take("/"))
                    {
                        break;
                    }
                }
            }

            Expect("=");
            var quote = _at < text.Length ? text[_at] : ' ';
            var end = quote is '\'' or '"' ? text.IndexOf(quote, _at + 1) : -1;
            if (end < 0)
            {
                throw new FormatException("the value of a condition stands in quotes: [@name='value']");
            }

            var value = text[(_at + 1)..end];
            _at = end + 1;
            return new OverlayCondition(elements.ToImmutable(), attribute, value);
        }

        private XName Name(bool isAttribute = false)
        {
            var start = _at;
            var isQualified = Take("Q{");
            var uri = isQualified ? Until("}") : null;
            var local = _at;
            while (_at < text.Length && (char.IsLetterOrDigit(text[_at]) || text[_at] is '_' or '-' or '.' or ':'))
            {
                _at++;
            }

            var name = text[local.._at];
            var colon = name.IndexOf(':', StringComparison.Ordinal);
            try
            {
                var localName = System.Xml.XmlConvert.VerifyNCName(name[(isQualified ? 0 : colon + 1)..]);
                if (uri is not null)
                {
                    return uri != ProvisionNamespace.Name.NamespaceName ? XNamespace.Get(uri) + localName : throw new FormatException("the tool's own namespace is not for edits");
                }

                if (colon < 0)
                {
                    return isAttribute ? localName : root.Name.Namespace + localName;
                }

                var ns = s_namespaces.GetValueOrDefault(name[..colon]) ?? root.GetNamespaceOfPrefix(name[..colon]);
                return ns is not null && ns != ProvisionNamespace.Name ? ns + localName : throw new FormatException($"the prefix \"{name[..colon]}\" is not known");
            }
            catch (Exception exception) when (exception is System.Xml.XmlException or ArgumentException)
            {
                throw new FormatException($"a name is expected at character {start + 1}; only child steps, attributes and conditions can be used");
            }
        }

        private string Until(string end)
        {
            var at = text.IndexOf(end, _at, StringComparison.Ordinal);
            if (at < 0)
            {
                throw new FormatException($"\"{end}\" is expected after character {_at}");
            }

            var found = text[_at..at];
            _at = at + end.Length;
            return found;
        }

        private bool Take(string token)
        {
            if (!text.AsSpan(_at).StartsWith(token, StringComparison.Ordinal))
            {
                return false;
            }

            _at += token.Length;
            return true;
        }

        private void Expect(string token)
        {
            if (!Take(token))
            {
                throw new FormatException($"\"{token}\" is expected at character {_at + 1}");
            }
        }
    }
}
