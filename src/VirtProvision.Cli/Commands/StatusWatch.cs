using System.Threading.Channels;
using VirtProvision.Cli.Terminal;
using VirtProvision.Cli.Views;
using VirtProvision.Core.Diagnostics;
using VirtProvision.Core.Resources;
using VirtProvision.Runtime.Hypervisors;
using VirtProvision.Runtime.Operating;

namespace VirtProvision.Cli.Commands;

/// <summary>The status, kept up to date by the host's events: drawn anew on a terminal, elsewhere a line for each object that changed.</summary>
/// <param name="readAsync">Looks at it once more.</param>
internal sealed class StatusWatch(
    IHostConnector host, Func<CancellationToken, Task<HostStatus>> readAsync, IFieldNames names, Presenter presenter, CommandContext context, TimeProvider time)
{
    // What happens together is shown together.
    private static readonly TimeSpan s_gathering = TimeSpan.FromMilliseconds(200);

    // Addresses come and configurations of networks change without an event.
    private static readonly TimeSpan s_longest = TimeSpan.FromSeconds(10);

    private readonly Dictionary<ResourceId, string> _shown = [];
    private readonly bool _draws = context.OutIsTerminal && context.WantsColor && !presenter.IsJson;

    public async Task<int> RunAsync(CancellationToken cancellationToken)
    {
        using var ending = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var changed = Channel.CreateBounded<bool>(new BoundedChannelOptions(1) { FullMode = BoundedChannelFullMode.DropWrite });
        var events = new EventWatch(host, time, finding => presenter.Warn([finding])) { Standing = () => changed.Writer.TryWrite(true) };
        var listening = ListenAsync(events, changed.Writer, ending.Token);
        try
        {
            while (await WaitAsync(changed.Reader, cancellationToken).ConfigureAwait(false))
            {
                var status = await readAsync(cancellationToken).ConfigureAwait(false);
                if (status.HasErrors)
                {
                    // The connection that hears events says when it is lost, and when it stands again.
                    continue;
                }

                Show(status);
            }

            return presenter.Present([events.Failure!], result: null, ExitCode.Failed);
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            return ExitCode.Interrupted;
        }
        finally
        {
            await ending.CancelAsync().ConfigureAwait(false);
            await listening.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    private static async Task ListenAsync(EventWatch events, ChannelWriter<bool> changed, CancellationToken cancellationToken)
    {
        try
        {
            await foreach (var _ in events.ReadAsync(Enum.GetValues<HostEventType>(), cancellationToken).ConfigureAwait(false))
            {
                changed.TryWrite(true);
            }
        }
        finally
        {
            changed.TryComplete();
        }
    }

    /// <returns>False when nothing more is heard.</returns>
    private async Task<bool> WaitAsync(ChannelReader<bool> changed, CancellationToken cancellationToken)
    {
        try
        {
            if (!await changed.WaitToReadAsync(cancellationToken).AsTask().WaitAsync(_shown.Count == 0 ? Timeout.InfiniteTimeSpan : s_longest, time, cancellationToken).ConfigureAwait(false))
            {
                return false;
            }

            await Task.Delay(_shown.Count == 0 ? TimeSpan.Zero : s_gathering, time, cancellationToken).ConfigureAwait(false);
            changed.TryRead(out _);
            return true;
        }
        catch (TimeoutException)
        {
            return true;
        }
    }

    private void Show(HostStatus status)
    {
        var now = time.GetUtcNow();
        if (_draws)
        {
            context.Out.Write("\e[H\e[2J");
            new StatusView(status, names, now).WriteText(context.Out, Style.For(context.OutIsTerminal, context));
            context.Out.Flush();
        }

        foreach (var gone in _shown.Keys.Except(status.Resources.Select(static one => one.Id)).ToArray())
        {
            _shown.Remove(gone);
            WriteLine(new ResourceStatus(gone, "gone"), $"{gone}  gone", now);
        }

        foreach (var resource in status.Resources)
        {
            var line = StatusRow.Of(resource, now).Line;
            if (_shown.GetValueOrDefault(resource.Id) != line)
            {
                _shown[resource.Id] = line;
                WriteLine(resource, line, now);
            }
        }
    }

    private void WriteLine(ResourceStatus resource, string line, DateTimeOffset now)
    {
        if (presenter.IsJson)
        {
            JsonLines.Write(context.Out, json => StatusView.WriteJson(resource, names, now, json));
        }
        else if (!_draws)
        {
            context.Out.WriteLine(line);
            context.Out.Flush();
        }
    }
}
