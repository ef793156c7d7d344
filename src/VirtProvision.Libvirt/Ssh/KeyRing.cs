using System.Security.Cryptography;
using Renci.SshNet;
using Renci.SshNet.Common;
using VirtProvision.Libvirt.Credentials;

namespace VirtProvision.Libvirt.Ssh;

/// <summary>The keys that a login can be tried with: the agent's, those in files, and, once somebody gives the passphrase, those that are locked.</summary>
internal sealed class KeyRing : IDisposable
{
    private readonly AgentConnection? _agent;
    private readonly List<IPrivateKeySource> _open = [];
    private readonly List<string> _locked = [];
    private readonly List<string> _tried = [];

    public KeyRing(SshAddress address, string? agentSocket)
    {
        if (address.Logins.Contains("agent"))
        {
            _agent = AgentConnection.Open(agentSocket);
            AddAgent();
        }

        if (address.Logins.Contains("privkey"))
        {
            foreach (var path in address.KeyFiles.Where(path => address.IsKeyNamed || File.Exists(path)))
            {
                AddFile(path);
            }
        }
    }

    /// <summary>What can be tried without asking.</summary>
    public IReadOnlyList<IPrivateKeySource> Open => _open;

    public bool HasLocked => _locked.Count > 0;

    /// <summary>For a message: what was tried, and what could not be.</summary>
    public string Summary => string.Join("; ", _tried.Concat(_locked.Select(static path => $"{path} needs a passphrase")));

    /// <summary>Asks for the passphrases of the locked keys; gives those that were opened by it.</summary>
    public async Task<IReadOnlyList<IPrivateKeySource>> UnlockAsync(ICredentialPrompt prompt, CancellationToken cancellationToken)
    {
        var unlocked = new List<IPrivateKeySource>();
        foreach (var path in _locked.ToArray())
        {
            var question = new CredentialQuestion($"Passphrase of {path}", IsSecret: true);
            for (var attempts = 3; attempts > 0 && await prompt.AskAsync(question, cancellationToken).ConfigureAwait(false) is { Length: > 0 } passphrase; attempts--)
            {
                try
                {
                    unlocked.Add(new PrivateKeyFile(path, passphrase));
                    _locked.Remove(path);
                    _tried.Add(path);
                    break;
                }
                catch (Exception exception) when (exception is SshException or CryptographicException or IOException)
                {
                    question = question with { Text = $"That is not it. Passphrase of {path}" };
                }
            }
        }

        return unlocked;
    }

    public void Dispose()
    {
        _agent?.Dispose();
        foreach (var key in _open.OfType<IDisposable>())
        {
            key.Dispose();
        }
    }

    private void AddAgent()
    {
        try
        {
            var keys = _agent?.ReadKeys() ?? [];
            _open.AddRange(keys.Select(key => new AgentKey(_agent!, key)));
            _tried.Add(_agent is null ? "no agent runs" : $"the agent has {keys.Length} keys");
        }
        catch (IOException exception)
        {
            _tried.Add(exception.Message.TrimEnd('.'));
        }
    }

    private void AddFile(string path)
    {
        try
        {
            _open.Add(new PrivateKeyFile(path));
            _tried.Add(path);
        }
        catch (SshPassPhraseNullOrEmptyException)
        {
            _locked.Add(path);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException or SshException or CryptographicException or NotSupportedException)
        {
            _tried.Add($"{path} can't be used: {exception.Message.TrimEnd('.')}");
        }
    }
}
