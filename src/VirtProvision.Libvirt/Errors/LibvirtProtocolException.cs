namespace VirtProvision.Libvirt.Errors;

/// <summary>What arrived is not libvirt's protocol: <see cref="Field"/> is cut off, too long or impossible.</summary>
public sealed class LibvirtProtocolException : LibvirtException
{
    public LibvirtProtocolException(string field, string problem)
        : this(subject: "A message from the server", field, problem, inner: null)
    {
    }

    private LibvirtProtocolException(string subject, string field, string problem, Exception? inner)
        : base($"{subject} breaks the protocol: \"{field}\" {problem}.", inner)
    {
        Field = field;
        Problem = problem;
    }

    /// <summary>The field in remote_protocol.x's or virnetprotocol.x's words.</summary>
    public string Field { get; }

    internal string Problem { get; }

    /// <summary>The same finding, told of a certain message, such as a reply or an event.</summary>
    internal LibvirtProtocolException In(string subject) => new(subject, Field, Problem, this);
}
