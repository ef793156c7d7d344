namespace VirtProvision.Libvirt.Xdr;

/// <summary>Writes a value's fields.</summary>
internal delegate void XdrWrite<in T>(ref XdrWriter writer, T value);

/// <summary>Reads a value's fields.</summary>
internal delegate T XdrRead<out T>(ref XdrReader reader);
