using VirtProvision.Cli.Terminal;
using VirtProvision.Cli;

ShortRun.PutOffCollection();
using var interruption = new Interruption();
return await Application.RunAsync(args, CommandContext.OfProcess(), interruption.Token).ConfigureAwait(false);
