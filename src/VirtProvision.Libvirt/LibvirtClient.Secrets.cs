using VirtProvision.Libvirt.Protocol;

namespace VirtProvision.Libvirt;

/// <summary>Secrets: what disks, pools and TPMs are unlocked with.</summary>
public sealed partial class LibvirtClient
{
    public Task<ImmutableArray<SecretRef>> ListSecretsAsync(CancellationToken cancellationToken = default) =>
        _rpc.CallAsync(SecretProcedures.ListAll, 0u, cancellationToken);

    /// <summary>The secret, or null when there is none of that UUID.</summary>
    public Task<SecretRef?> FindSecretAsync(Guid uuid, CancellationToken cancellationToken = default) =>
        OrNullAsync(_rpc.CallAsync(SecretProcedures.LookupByUuid, uuid, cancellationToken));

    /// <summary>The secret that something uses, or null.</summary>
    public Task<SecretRef?> FindSecretAsync(SecretUsage usage, string usageId, CancellationToken cancellationToken = default) =>
        OrNullAsync(_rpc.CallAsync(SecretProcedures.LookupByUsage, (usage, usageId), cancellationToken));

    public Task<string> GetSecretXmlAsync(SecretRef secret, CancellationToken cancellationToken = default) =>
        _rpc.CallAsync(SecretProcedures.GetXml, secret, cancellationToken);

    public Task<SecretRef> DefineSecretAsync(string xml, CancellationToken cancellationToken = default) =>
        _rpc.CallAsync(SecretProcedures.DefineXml, xml, cancellationToken);

    public Task SetSecretValueAsync(SecretRef secret, ReadOnlyMemory<byte> value, CancellationToken cancellationToken = default) =>
        _rpc.CallAsync(SecretProcedures.SetValue, (secret, value), cancellationToken);

    public Task UndefineSecretAsync(SecretRef secret, CancellationToken cancellationToken = default) =>
        _rpc.CallAsync(SecretProcedures.Undefine, secret, cancellationToken);
}
