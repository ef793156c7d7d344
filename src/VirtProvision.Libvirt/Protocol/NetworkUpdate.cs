namespace VirtProvision.Libvirt.Protocol;

/// <summary>One change of a part of a network (virNetworkUpdate), made without taking it down.</summary>
/// <param name="ParentIndex">Which of several parents, such as <c>ip</c> elements, counted from 0; -1 leaves it to libvirt.</param>
public sealed record NetworkUpdate(
    NetworkRef Network, NetworkUpdateCommand Command, NetworkUpdateSection Section, string Xml, NetworkAffect Affect, int ParentIndex = -1);
