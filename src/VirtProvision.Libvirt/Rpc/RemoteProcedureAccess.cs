namespace VirtProvision.Libvirt.Rpc;

/// <summary>Which procedures only look. What isn't listed changes something: a new procedure counts as a write until someone says otherwise.</summary>
public static class RemoteProcedureAccess
{
    /// <summary>Whether the procedure changes anything on the host (about the connection itself it may).</summary>
    public static bool IsWrite(this RemoteProcedure procedure) => !IsRead(procedure);

    private static bool IsRead(RemoteProcedure procedure) => procedure switch
    {
        RemoteProcedure.AuthList or RemoteProcedure.AuthSaslInit or RemoteProcedure.AuthSaslStart or RemoteProcedure.AuthSaslStep or RemoteProcedure.AuthPolkit
            or RemoteProcedure.ConnectOpen or RemoteProcedure.ConnectClose or RemoteProcedure.ConnectSupportsFeature
            or RemoteProcedure.ConnectRegisterCloseCallback or RemoteProcedure.ConnectUnregisterCloseCallback
            or RemoteProcedure.ConnectDomainEventCallbackRegisterAny or RemoteProcedure.ConnectDomainEventCallbackDeregisterAny
            or RemoteProcedure.ConnectNetworkEventRegisterAny or RemoteProcedure.ConnectNetworkEventDeregisterAny
            or RemoteProcedure.ConnectStoragePoolEventRegisterAny or RemoteProcedure.ConnectStoragePoolEventDeregisterAny => true,
        RemoteProcedure.ConnectGetType or RemoteProcedure.ConnectGetVersion or RemoteProcedure.ConnectGetLibVersion or RemoteProcedure.ConnectGetHostname
            or RemoteProcedure.ConnectGetUri or RemoteProcedure.ConnectGetCapabilities or RemoteProcedure.ConnectGetDomainCapabilities
            or RemoteProcedure.ConnectGetStoragePoolCapabilities or RemoteProcedure.ConnectGetSysinfo or RemoteProcedure.ConnectGetMaxVcpus
            or RemoteProcedure.ConnectGetCpuModelNames or RemoteProcedure.ConnectBaselineHypervisorCpu or RemoteProcedure.NodeGetInfo => true,
        RemoteProcedure.ConnectListAllDomains or RemoteProcedure.ConnectGetAllDomainStats or RemoteProcedure.ConnectListAllNetworks
            or RemoteProcedure.ConnectListAllStoragePools or RemoteProcedure.StoragePoolListAllVolumes or RemoteProcedure.ConnectListAllNodeDevices
            or RemoteProcedure.ConnectListAllSecrets or RemoteProcedure.ConnectListAllNwfilters or RemoteProcedure.ConnectListAllInterfaces
            or RemoteProcedure.DomainListAllSnapshots or RemoteProcedure.DomainListAllCheckpoints => true,
        RemoteProcedure.DomainLookupByName or RemoteProcedure.DomainLookupByUuid or RemoteProcedure.NetworkLookupByName or RemoteProcedure.NetworkLookupByUuid
            or RemoteProcedure.StoragePoolLookupByName or RemoteProcedure.StoragePoolLookupByTargetPath or RemoteProcedure.StorageVolLookupByName
            or RemoteProcedure.StorageVolLookupByPath or RemoteProcedure.NodeDeviceLookupByName or RemoteProcedure.SecretLookupByUuid
            or RemoteProcedure.SecretLookupByUsage or RemoteProcedure.NwfilterLookupByName or RemoteProcedure.DomainSnapshotLookupByName => true,
        RemoteProcedure.DomainGetXmlDesc or RemoteProcedure.NetworkGetXmlDesc or RemoteProcedure.StoragePoolGetXmlDesc or RemoteProcedure.StorageVolGetXmlDesc
            or RemoteProcedure.NodeDeviceGetXmlDesc or RemoteProcedure.SecretGetXmlDesc or RemoteProcedure.NwfilterGetXmlDesc
            or RemoteProcedure.InterfaceGetXmlDesc or RemoteProcedure.DomainSnapshotGetXmlDesc => true,
        RemoteProcedure.DomainGetState or RemoteProcedure.DomainGetInfo or RemoteProcedure.DomainIsActive or RemoteProcedure.DomainIsPersistent
            or RemoteProcedure.DomainIsUpdated or RemoteProcedure.DomainGetAutostart or RemoteProcedure.DomainGetMetadata or RemoteProcedure.DomainGetVcpusFlags
            or RemoteProcedure.DomainGetBlockIoTune or RemoteProcedure.DomainGetBlockInfo or RemoteProcedure.DomainGetBlockJobInfo
            or RemoteProcedure.DomainInterfaceAddresses or RemoteProcedure.DomainHasManagedSaveImage or RemoteProcedure.DomainGetGuestInfo
            or RemoteProcedure.DomainGetMessages or RemoteProcedure.DomainGetJobStats => true,
        RemoteProcedure.NetworkIsActive or RemoteProcedure.NetworkIsPersistent or RemoteProcedure.NetworkGetAutostart or RemoteProcedure.NetworkGetBridgeName
            or RemoteProcedure.NetworkGetDhcpLeases => true,
        RemoteProcedure.StoragePoolIsActive or RemoteProcedure.StoragePoolIsPersistent or RemoteProcedure.StoragePoolGetAutostart
            or RemoteProcedure.StoragePoolGetInfo or RemoteProcedure.StorageVolGetPath or RemoteProcedure.StorageVolGetInfo
            or RemoteProcedure.StorageVolGetInfoFlags or RemoteProcedure.StorageVolDownload => true,
        _ => false,
    };
}
