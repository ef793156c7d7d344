namespace VirtProvision.Cli.Terminal;

internal enum OutputFormat
{
    Text,
    Json,
}
