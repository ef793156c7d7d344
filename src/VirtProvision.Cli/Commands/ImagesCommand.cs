using System.CommandLine;
using VirtProvision.Cli.Terminal;

namespace VirtProvision.Cli.Commands;

/// <summary>The images that specs fetch.</summary>
internal static class ImagesCommand
{
    internal static Command Create(CommandContext context) => new TaughtCommand(
        "images",
        "The images that specs fetch from elsewhere: which content each is locked to, whether its publisher has a newer one, and what of them lies on the host.",
        ImagesUpdateCommand.Lock,
        ImagesOutdatedCommand.Ask,
        ImagesGcCommand.CleanUp)
    {
        ImagesListCommand.Create(context),
        ImagesOutdatedCommand.Create(context),
        ImagesUpdateCommand.Create(context),
        ImagesGcCommand.Create(context),
    };

    /// <summary>Specs that may also be left out.</summary>
    public static SpecOptions OptionalSpecs()
    {
        var specs = new SpecOptions();
        specs.Paths.Arity = ArgumentArity.ZeroOrMore;
        return specs;
    }
}
