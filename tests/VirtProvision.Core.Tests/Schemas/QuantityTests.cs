using VirtProvision.Core.Schemas;

namespace VirtProvision.Core.Tests.Schemas;

public sealed class QuantityTests
{
    [Theory]
    [InlineData("2GiB", "KiB", "2097152")]
    [InlineData("512 MiB", "MiB", "512")]
    [InlineData("1.5GiB", "MiB", "1536")]
    [InlineData("1KB", "B", "1000")]
    [InlineData("1k", "bytes", "1024")]
    [InlineData("1gib", "KiB", "1048576")]
    [InlineData("1B", "KiB", "1")]
    [InlineData("1025B", "KiB", "2")]
    [InlineData("0B", "KiB", "0")]
    [InlineData("0.1KiB", "B", "103")]
    [InlineData("18446744073709551615B", "B", "18446744073709551615")]
    [InlineData("15.999999999EiB", "B", "18446744072556630112")]
    [InlineData("90s", "ms", "90000")]
    [InlineData("1.5min", "s", "90")]
    public void Converts_rounding_up(string text, string unit, string expected) => Assert.Equal(expected, Quantity.Convert(text, unit));

    [Theory]
    [InlineData("2048")]
    [InlineData("GiB")]
    [InlineData("")]
    [InlineData("-1GiB")]
    [InlineData("1.GiB")]
    [InlineData("1.2.3GiB")]
    [InlineData("1GiX")]
    [InlineData("1s")]
    [InlineData("16EiB")]
    [InlineData("99999999999999999999999KiB")]
    [InlineData("1e3MiB")]
    public void What_is_no_amount_of_bytes_is_refused(string text) => Assert.Null(Quantity.Convert(text, "KiB"));
}
