namespace VirtProvision.Runtime.Hypervisors;

/// <summary>What a guest made of being asked to give a device up.</summary>
public enum UnplugAnswer
{
    /// <summary>Nobody said anything in time.</summary>
    None,

    Gone,

    Refused,
}

/// <summary>Hears what becomes of a domain's devices from the moment one has it; so have it before asking for one to be unplugged.</summary>
public interface IUnplugWatch : IAsyncDisposable
{
    Task<UnplugAnswer> WaitAsync(string alias, TimeSpan deadline, CancellationToken cancellationToken);
}
