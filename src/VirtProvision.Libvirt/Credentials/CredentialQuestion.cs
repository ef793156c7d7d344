namespace VirtProvision.Libvirt.Credentials;

/// <summary>A question such as "Password of root at host1".</summary>
/// <param name="Text">What is asked, without a colon at the end.</param>
/// <param name="IsSecret">The answer isn't shown while it is typed.</param>
public sealed record CredentialQuestion(string Text, bool IsSecret);
