using VirtProvision.Cli.Terminal;
using VirtProvision.Core.Resources;
using VirtProvision.Runtime.Applying;

namespace VirtProvision.Cli.Views;

/// <summary>Shows on standard error what apply is doing: on a terminal one line that moves, elsewhere a line for each long transfer's quarter.</summary>
internal sealed class ProgressLine(CommandContext context, bool isQuiet) : IProgress<ApplyProgress>, IDisposable
{
    private const long LongTransfer = 64L * 1024 * 1024;

    private readonly Lock _gate = new();
    private readonly MovingLine _line = new(context, isQuiet);
    private readonly Dictionary<(string? Host, ResourceId Resource), int> _quarters = [];
    private int _done;

    public void Report(ApplyProgress value)
    {
        if (isQuiet)
        {
            return;
        }

        lock (_gate)
        {
            if (value.Stage is ApplyStage.Done or ApplyStage.Failed)
            {
                _done++;
            }

            if (_line.Moves)
            {
                _line.Show(TextOf(value));
            }
            else if (value is { Stage: ApplyStage.Transfer, Total: >= LongTransfer })
            {
                WriteQuarter(value);
            }
        }
    }

    /// <summary>Takes the moving line away.</summary>
    public void Dispose()
    {
        lock (_gate)
        {
            _line.Dispose();
        }
    }

    private string TextOf(ApplyProgress value)
    {
        var what = value.Stage is ApplyStage.Transfer
            ? $"{value.Resource} {Percent(value)} % of {value.Total / (1024 * 1024)} MiB"
            : $"{value.Text ?? "finished"} {value.Resource}";
        return Visible.Of($"{_done} done, {(value.Host is null ? "" : $"{value.Host}: ")}{what}");
    }

    private void WriteQuarter(ApplyProgress value)
    {
        var quarter = Percent(value) / 25;
        if (quarter > _quarters.GetValueOrDefault((value.Host, value.Resource)))
        {
            _quarters[(value.Host, value.Resource)] = quarter;
            context.Error.WriteLine(TextOf(value));
            context.Error.Flush();
        }
    }

    private static int Percent(ApplyProgress value) => value.Total <= 0 ? 0 : (int)(value.Moved * 100 / value.Total);
}
