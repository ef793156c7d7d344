using VirtProvision.Core.Kinds;
using VirtProvision.Core.Xml;

namespace VirtProvision.Runtime.Applying;

/// <summary>What the XML of a new object gets at the last moment: an identity of its own, and the memory of what was applied.</summary>
internal static class Creation
{
    public static ResourceTask Complete(ResourceTask task, Remembering memory, Func<Guid> newId) =>
        task with { Operations = [.. task.Operations.Select(operation => Complete(operation, task, memory, newId))] };

    private static Operation Complete(Operation operation, ResourceTask task, Remembering memory, Func<Guid> newId)
    {
        switch (operation)
        {
            case DefineNew define:
                var xml = ProvisionNamespace.WithoutMarks(define.Xml);
                xml = define.Resource.Kind == ResourceKind.Domain ? CreationIdentity.Freeze(xml, newId) : xml;
                return define with { Xml = memory.Put(task.Change, xml) };
            case CreateVolume create:
                return create with { Xml = ProvisionNamespace.WithoutMarks(create.Xml) };
            case CloneVolume clone:
                return clone with { Xml = ProvisionNamespace.WithoutMarks(clone.Xml) };
            case FetchImage fetch:
                return fetch with { Xml = ProvisionNamespace.WithoutMarks(fetch.Xml) };
            case UploadVolume upload:
                return upload with { Xml = ProvisionNamespace.WithoutMarks(upload.Xml) };
            default:
                return operation;
        }
    }
}
