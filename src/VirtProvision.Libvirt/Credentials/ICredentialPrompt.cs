namespace VirtProvision.Libvirt.Credentials;

/// <summary>Asks whoever sits at the terminal for what a server wants to know. Where nobody sits, as in CI, there is none, and what would have to be asked is an error.</summary>
public interface ICredentialPrompt
{
    /// <summary>The answer, or null when none was given.</summary>
    Task<string?> AskAsync(CredentialQuestion question, CancellationToken cancellationToken);
}
