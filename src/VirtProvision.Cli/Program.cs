using VirtProvision.Cli.Terminal;
using VirtProvision.Cli;

using var interruption = new Interruption();
return await Application.RunAsync(args, CommandContext.OfProcess(), interruption.Token).ConfigureAwait(false);
