namespace VirtProvision.Libvirt.Transports;

/// <summary>Which connection is meant by what a user named, by the rules of libvirt's own clients.</summary>
public static class ConnectionChoice
{
    /// <param name="named">A URI, an alias of libvirt.conf, or nothing.</param>
    /// <param name="configuration">Reads libvirt.conf; only asked when it matters.</param>
    /// <exception cref="Errors.LibvirtConnectException">It is none of them, or libvirt.conf can't be understood.</exception>
    public static LibvirtUri For(string named, bool isRoot, Func<ClientConfiguration> configuration)
    {
        ArgumentNullException.ThrowIfNull(named);
        ArgumentNullException.ThrowIfNull(configuration);
        if (named.Length == 0)
        {
            return LibvirtUri.Parse(configuration().DefaultUri ?? (isRoot ? "qemu:///system" : "qemu:///session"));
        }

        if (!ClientConfiguration.IsAlias(named))
        {
            return LibvirtUri.Parse(named);
        }

        var aliases = configuration().Aliases;
        return aliases.TryGetValue(named, out var uri)
            ? LibvirtUri.Parse(uri)
            : throw UriParts.Invalid(named, $"It looks like \"qemu:///system\" or \"qemu+ssh://user@host/system\"; and libvirt.conf has no such alias.{NearWord.DidYouMean(named, [.. aliases.Keys.Order(StringComparer.Ordinal)])}");
    }
}
