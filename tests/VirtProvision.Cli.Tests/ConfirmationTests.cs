using System.IO.Pipes;
using VirtProvision.Cli.Commands;
using VirtProvision.Cli.Terminal;
using VirtProvision.Cli.Views;
using VirtProvision.Core.Planning;
using VirtProvision.Core.Schemas;
using VirtProvision.Core.Templates;
using VirtProvision.Runtime;
using VirtProvision.Runtime.Fleet;
using VirtProvision.Runtime.Workspaces;

namespace VirtProvision.Cli.Tests;

public sealed class ConfirmationTests
{
    [Fact]
    public async Task Ctrl_C_ends_the_question()
    {
        // Nobody ever writes into the pipe: it reads like a terminal at which nobody types.
        await using var silence = new AnonymousPipeServerStream(PipeDirection.In);
        using var interruption = new CancellationTokenSource();

        var asking = AskAsync(silence, interruption.Token);
        await interruption.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => asking.WaitAsync(TimeSpan.FromSeconds(20)));
        silence.DisposeLocalCopyOfClientHandle();
    }

    [Theory]
    [InlineData("yes\n", true)]
    [InlineData(" yes ", true)]
    [InlineData("y\n", false)]
    [InlineData("", false)]
    public async Task Only_yes_is_yes(string typed, bool agreed) =>
        Assert.Equal(agreed, await AskAsync(new MemoryStream(System.Text.Encoding.UTF8.GetBytes(typed)), default));

    private static Task<bool> AskAsync(Stream input, CancellationToken cancellationToken)
    {
        var context = new CommandContext
        {
            OpenInput = () => input,
            Out = TextWriter.Null,
            Error = TextWriter.Null,
            InIsTerminal = true,
            Environment = static _ => null,
        };
        var pipeline = new FleetPipeline(new WorkspaceOptions { Paths = [] }, TemplateRenderer.Embedded, PipelineTools.Default, new FleetOptions());
        var run = new SpecRun(pipeline, TemplateRenderer.Embedded, SchemaCatalog.Embedded);
        var confirmation = new Confirmation(run, new Presenter(context, OutputFormat.Text, "apply"), context, isYes: false);
        return confirmation.AskAsync(FleetResult.Of(new PlanResult(Core.Resources.ResourceGraph.Empty, new Plan([]), [])), cancellationToken);
    }
}
