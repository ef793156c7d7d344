using System.CommandLine;
using VirtProvision.Cli.Terminal;
using VirtProvision.Cli.Views;
using VirtProvision.Runtime;
using VirtProvision.Runtime.Editing;
using VirtProvision.Runtime.Hypervisors;
using VirtProvision.Runtime.Operating;

namespace VirtProvision.Cli.Commands;

internal static class EventsCommand
{
    internal static Command Create(CommandContext context)
    {
        var objects = new Argument<string[]>("name") { Description = "Only of objects with these names or patterns, such as 'web*'.", Arity = ArgumentArity.ZeroOrMore, HelpName = "NAME" };
        var types = new Option<HostEventType[]>("--type")
        {
            Description = "Only these, with commas or repeated: lifecycle, device, block-job, metadata and agent of domains, network, pool.",
            HelpName = "TYPE",
            Arity = ArgumentArity.OneOrMore,
            CustomParser = static result => OptionValues.Choices(result, EventView.Types),
        };
        var timeout = PowerRunner.Timeout("End after so many seconds.");
        var count = new Option<int?>("--count") { Description = "End after so many events.", HelpName = "N", CustomParser = static result => OptionValues.PositiveNumber(result) };
        var once = new Option<bool>("--no-reconnect") { Description = "End with an error when the connection is lost, instead of making it again." };
        var command = new TaughtCommand(
            "events",
            "Show what happens on a host as it happens: domains that start, stop and change, devices that come and go, block jobs, networks and pools. One line for each; with -o json one JSON object a line. Ctrl-C ends it, with exit code 130.",
            new Example("Everything", "virt-provision events"),
            new Example("Wait until a domain has stopped, for at most a minute", "virt-provision events web01 --type lifecycle --count 1 --timeout 60"),
            new Example("For a program", "virt-provision events 'web*' -o json | jq -r .event"))
        {
            objects,
            types,
            timeout,
            count,
            once,
        };
        command.SetAction((parse, cancellationToken) => new EventsRun(parse, context)
        {
            Names = [.. parse.GetValue(objects) ?? []],
            Types = parse.GetValue(types) is { Length: > 0 } chosen ? chosen : Enum.GetValues<HostEventType>(),
            Seconds = parse.GetValue(timeout),
            Count = parse.GetValue(count),
            Reconnects = !parse.GetValue(once),
        }.RunAsync(cancellationToken));
        return command;
    }

    private sealed class EventsRun(ParseResult parse, CommandContext context)
    {
        public ImmutableArray<string> Names { get; init; }

        public required HostEventType[] Types { get; init; }

        public int? Seconds { get; init; }

        public int? Count { get; init; }

        public bool Reconnects { get; init; }

        public async Task<int> RunAsync(CancellationToken cancellationToken)
        {
            var presenter = GlobalOptions.PresenterOf(parse, context);
            var time = PipelineTools.Default.Time;
            using var ending = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
            using var limit = Seconds is { } seconds ? time.CreateTimer(_ => ending.Cancel(), state: null, TimeSpan.FromSeconds(seconds), Timeout.InfiniteTimeSpan) : null;
            var watch = new EventWatch(HostConnectors.For(GlobalOptions.ConnectionUri(parse, context)), time, finding => presenter.Warn([finding])) { Reconnects = Reconnects };
            var heard = 0;
            try
            {
                await foreach (var one in watch.ReadAsync(Types, ending.Token).ConfigureAwait(false))
                {
                    if (!Names.IsEmpty && !Names.Any(name => NamePattern.Matches(name, one.Name)))
                    {
                        continue;
                    }

                    Show(new EventView(one, time.GetUtcNow()), presenter);
                    if (++heard == Count)
                    {
                        return ExitCode.Done;
                    }
                }
            }
            catch (OperationCanceledException) when (ending.IsCancellationRequested)
            {
                return cancellationToken.IsCancellationRequested ? ExitCode.Interrupted
                    : Count is { } wanted ? Failed(presenter, wanted, heard)
                    : ExitCode.Done;
            }

            presenter.Warn([watch.Failure!]);
            return ExitCode.Failed;
        }

        private int Failed(Presenter presenter, int wanted, int heard)
        {
            presenter.Warn([CommandLineDiagnostics.TooFewEvents(heard, wanted, Seconds!.Value)]);
            return ExitCode.Failed;
        }

        private void Show(EventView view, Presenter presenter)
        {
            if (presenter.IsJson)
            {
                JsonLines.Write(context.Out, view.WriteJson);
            }
            else
            {
                presenter.Show(view);
            }
        }
    }
}
