using VirtProvision.Core.Diagnostics;
using VirtProvision.Libvirt.Errors;
using static VirtProvision.Core.Diagnostics.Diagnostic;

namespace VirtProvision.Runtime.Operating;

/// <summary>The findings about guests in operation: started, stopped, watched, looked at. Codes 6080 to 6099.</summary>
internal static class OperatingDiagnostics
{
    public static Diagnostic CannotStart(string domain, LibvirtServerException exception) => Error("VP6080", null,
        summary: "The domain does not start",
        detail: $"Starting \"{domain}\" failed: {exception.Message} (libvirt error {(int)exception.Code}).");

    public static Diagnostic CannotStop(string domain, LibvirtServerException exception) => Error("VP6081", null,
        summary: "The domain does not stop",
        detail: $"\"{domain}\" could not be asked to shut down: {exception.Message} (libvirt error {(int)exception.Code}). It was left as it is; --force cuts its power.");

    public static Diagnostic StaysUp(string domain, TimeSpan deadline) => Error("VP6082", null,
        summary: "The guest did not shut down",
        detail: $"\"{domain}\" was asked to shut down and still ran after {deadline.TotalSeconds:0} s. It was left running. Give it longer with --timeout, or cut its power then with --force.");

    public static Diagnostic CannotReboot(string domain, LibvirtServerException exception) => Error("VP6083", null,
        summary: "The domain does not reboot",
        detail: $"Rebooting \"{domain}\" failed: {exception.Message} (libvirt error {(int)exception.Code}).");

    public static Diagnostic NotRebooted(string domain, TimeSpan deadline) => Error("VP6084", null,
        summary: "The guest did not reboot",
        detail: $"\"{domain}\" was asked to reboot and had not after {deadline.TotalSeconds:0} s. It may still. Give it longer with --timeout, or stop --force and start it.");

    public static Diagnostic StoppedInstead(string domain) => Error("VP6085", null,
        summary: "The guest stopped instead",
        detail: $"\"{domain}\" was asked to reboot and went off. \"virt-provision start {domain}\" starts it.");

    public static Diagnostic NotRunning(string domain) => Error("VP6086", null,
        summary: "The domain does not run",
        detail: $"\"{domain}\" is off. \"virt-provision start {domain}\" starts it.");

    public static Diagnostic StillAsked(string domain) => Warning("VP6087", null,
        summary: "Interrupted",
        detail: $"\"{domain}\" was asked and had not done it yet when the wait was stopped. It may still.");

    public static Diagnostic NotAsked(string domain) => Warning("VP6088", null,
        summary: "Interrupted",
        detail: $"The run was stopped before \"{domain}\" had its turn. Nothing was done to it.");

    public static Diagnostic SeveralDomains(string text, IEnumerable<string> names) => Error("VP6089", null,
        summary: "More than one domain",
        detail: $"'{text}' means several domains, and this is done with one: {string.Join(", ", names.Take(5))} …");

    public static Diagnostic NoConsole(string domain, string? device, LibvirtServerException exception) => Error("VP6090", null,
        summary: "No console",
        detail: $"The console{(device is null ? "" : $" {device}")} of \"{domain}\" can't be opened: {exception.Message} --device names another by its alias; one that somebody else has open is taken over with --force.");

    public static Diagnostic NoPicture(string domain, LibvirtServerException exception) => Error("VP6091", null,
        summary: "No picture",
        detail: $"The screen of \"{domain}\" can't be taken: {exception.Message}");

    public static Diagnostic NoGraphics(string domain) => Error("VP6092", null,
        summary: "No graphics",
        detail: $"\"{domain}\" shows its screen neither by VNC nor by SPICE. \"virt-provision console {domain}\" opens its serial console.");

    public static Diagnostic WatchLost(string uri, string why, TimeSpan pause) => Warning("VP6093", null,
        summary: "Connection lost",
        detail: $"The connection to {uri} ended: {why} The next try is in {pause.TotalSeconds:0} s.");

    public static Diagnostic WatchBack(string uri) => Warning("VP6094", null,
        summary: "Connected again",
        detail: $"The connection to {uri} stands again. What happened meanwhile was not heard.");

    public static Diagnostic CannotWatch(string uri, LibvirtServerException exception) => Error("VP6095", null,
        summary: "No events",
        detail: $"{uri} does not tell what happens: {exception.Message} (libvirt error {(int)exception.Code}).");

    public static Diagnostic NotResumed(string domain, LibvirtServerException exception) => Error("VP6096", null,
        summary: "The domain stays paused",
        detail: $"\"{domain}\" was started, and resuming it failed: {exception.Message} (libvirt error {(int)exception.Code}).");

    public static Diagnostic OneHostAtATime(IEnumerable<string> hosts) => Error("VP6097", null,
        summary: "One host at a time",
        detail: $"What is watched is one host, and the specs speak of several: {string.Join(", ", hosts)}. Choose one with --host.");
}
