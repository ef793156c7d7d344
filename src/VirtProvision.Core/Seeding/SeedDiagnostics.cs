using VirtProvision.Core.Diagnostics;
using VirtProvision.Core.Text;

namespace VirtProvision.Core.Seeding;

/// <summary>What can be wrong with what a guest is to be told at its first boot or while it is installed. Codes 85xx.</summary>
public static class SeedDiagnostics
{
    public static Diagnostic UserDataSaysAll(TextSpan span, string member) => Diagnostic.Warning("VP8501", span,
        summary: "Option of cloud-init has no effect",
        detail: $"The user data is given as text, so nothing is added to it and {member} is left out. Write it in the user data, or give that as a mapping.");

    public static Diagnostic UserDataSetsItself(TextSpan span, string member, string key) => Diagnostic.Error("VP8502", span,
        summary: "User data and an option set the same thing",
        detail: $"The user data has \"{key}\" already, which {member} would write. Leave one of them out.");

    public static Diagnostic EmptyFile(TextSpan span, string path, string what) => Diagnostic.Error("VP8503", span,
        summary: "File for a guest is empty",
        detail: $"The first line of {path} should be {what}, but there is none.");

    public static Diagnostic NoNetworkVersion(TextSpan span) => Diagnostic.Error("VP8504", span,
        summary: "Network configuration without a version",
        detail: "cloud-init takes a network configuration only with \"version: 1\" or \"version: 2\" (netplan's form). Say which it is.");

    public static Diagnostic UnknownUserData(TextSpan span) => Diagnostic.Warning("VP8505", span,
        summary: "User data that cloud-init will not read",
        detail: "Its first line is none that cloud-init knows, such as #cloud-config, #!/bin/sh or Content-Type: multipart/mixed, so the guest will pass it over.");

    public static Diagnostic BrokenUserData(TextSpan span, string why) => Diagnostic.Warning("VP8506", span,
        summary: "cloud-config that may not be read",
        detail: $"It begins with #cloud-config, but is no YAML: {why}");

    public static Diagnostic NotAPublicKey(TextSpan span, string path) => Diagnostic.Error("VP8507", span,
        summary: "File is no public SSH key",
        detail: $"{path} does not hold a public key as ssh-keygen writes it (ssh-ed25519 AAAA…).");

    public static Diagnostic PrivateKey(TextSpan span, string path) => Diagnostic.Error("VP8508", span,
        summary: "File is a private SSH key",
        detail: $"{path} holds a private key, which no guest may see. Give the public one, most often {path}.pub.");

    public static Diagnostic TwoPasswords(TextSpan span) => Diagnostic.Error("VP8509", span,
        summary: "Two passwords for root",
        detail: "rootPasswordGenerate and rootPasswordFile each give root a password. Leave one of them out.");
}
