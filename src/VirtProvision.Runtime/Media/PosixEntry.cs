using System.Text;

namespace VirtProvision.Runtime.Media;

/// <summary>What Rock Ridge says of one directory record, gathered from its entries.</summary>
internal sealed class PosixEntry
{
    private StringBuilder? _name;
    private StringBuilder? _link;
    private bool _componentGoesOn;

    public string? Name => _name?.ToString();

    public string? LinkTarget => _link?.ToString();

    /// <summary>The folder's content lies at this byte.</summary>
    public long? MovedTo { get; set; }

    /// <summary>The record is the place a folder was moved to; it counts at the place it was moved from.</summary>
    public bool IsMoved { get; set; }

    /// <summary>A long name comes in pieces.</summary>
    public void AddName(string part) => (_name ??= new StringBuilder()).Append(part);

    /// <summary>The components of a link: flags (1 goes on, 2 <c>.</c>, 4 <c>..</c>, 8 root), length, text.</summary>
    public void AddLink(ReadOnlySpan<byte> components)
    {
        _link ??= new StringBuilder();
        while (components.Length >= 2 && components[1] + 2 <= components.Length)
        {
            var flags = components[0];
            if (_link.Length > 0 && !_componentGoesOn && _link[^1] != '/')
            {
                _link.Append('/');
            }

            _link.Append((flags & 0x0E) switch
            {
                2 => ".",
                4 => "..",
                8 => "/",
                _ => Encoding.UTF8.GetString(components.Slice(2, components[1])),
            });
            _componentGoesOn = (flags & 1) != 0;
            components = components[(components[1] + 2)..];
        }
    }
}
