using VirtProvision.Cli.Terminal;
using VirtProvision.Runtime.Installing;

namespace VirtProvision.Cli.Views;

/// <summary>
/// Shows the passwords that were made for guests: once, to whoever runs the command. They are no part of a document, which is kept; with <c>-o json</c> or
/// <c>--quiet</c> they go to standard error.
/// </summary>
internal static class GuestPasswords
{
    public static void Show(IEnumerable<ShownPassword> passwords, CommandContext context, bool isQuiet)
    {
        var writer = isQuiet ? context.Error : context.Out;
        foreach (var password in passwords)
        {
            writer.WriteLine(password.MustChange
                ? $"{password.Domain.Name}: Password for first {password.Login} login is: {password.Password} (it is not kept anywhere, and the guest asks for another then)"
                : $"{password.Domain.Name}: Password of {password.Login} is: {password.Password} (it is not kept anywhere)");
        }

        writer.Flush();
    }
}
