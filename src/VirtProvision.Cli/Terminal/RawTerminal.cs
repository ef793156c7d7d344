using System.Runtime.InteropServices;

namespace VirtProvision.Cli.Terminal;

/// <summary>
/// A terminal that hands every key on as it is pressed, Ctrl-C among them, for as long as this lives. Whoever can't switch it (no terminal) gets it as it is.
/// termios(3)
/// </summary>
internal sealed class RawTerminal : IDisposable
{
    private const int StandardInput = 0;
    private const int AtOnce = 0; // TCSANOW

    // struct termios of Linux is 60 bytes; other systems' is shorter.
    private readonly byte[] _before = new byte[128];
    private readonly bool _isSwitched;

    public RawTerminal()
    {
        if (GetAttributes(StandardInput, _before) is not 0)
        {
            return;
        }

        var raw = (byte[])_before.Clone();
        MakeRaw(raw);
        _isSwitched = SetAttributes(StandardInput, AtOnce, raw) is 0;

        // A second signal ends the process past everything that is disposed of.
        AppDomain.CurrentDomain.ProcessExit += Restore;
    }

    public void Dispose()
    {
        AppDomain.CurrentDomain.ProcessExit -= Restore;
        Restore(null, EventArgs.Empty);
    }

    private void Restore(object? sender, EventArgs args)
    {
        if (_isSwitched)
        {
            _ = SetAttributes(StandardInput, AtOnce, _before);
        }
    }

    [DllImport("libc", EntryPoint = "tcgetattr")]
    private static extern int GetAttributes(int descriptor, byte[] attributes);

    [DllImport("libc", EntryPoint = "tcsetattr")]
    private static extern int SetAttributes(int descriptor, int when, byte[] attributes);

    [DllImport("libc", EntryPoint = "cfmakeraw")]
    private static extern void MakeRaw(byte[] attributes);
}
