using VirtProvision.Core.Diagnostics;
using VirtProvision.Core.Schemas;
using VirtProvision.Core.Text;
using static VirtProvision.Core.Text.Nearest;

namespace VirtProvision.Core.Options;

/// <summary>What can be wrong with virt-install's options. Codes 91xx.</summary>
public static class OptionDiagnostics
{
    public static Diagnostic UnknownOption(TextSpan span, string option, IEnumerable<string> options) => Diagnostic.Error("VP9101", span,
        summary: "Unknown option",
        detail: $"There is no option {option}.{DidYouMean(To(option, options))}");

    public static Diagnostic UnknownSubOption(TextSpan span, string option, string name, IEnumerable<string> names) => Diagnostic.Error("VP9102", span,
        summary: "Unknown sub-option",
        detail: $"{option} has no \"{name}\".{DidYouMean(To(name, names))} {option} help lists what it has.");

    public static Diagnostic NoValue(TextSpan span, string option, string name) => Diagnostic.Error("VP9103", span,
        summary: "Sub-option without a value",
        detail: $"\"{name}\" of {option} needs a value: {name}=VALUE.");

    public static Diagnostic OpenQuote(TextSpan span) => Diagnostic.Error("VP9104", span,
        summary: "Quote that is not closed",
        detail: "The value ends inside quotes or after a backslash. Close the quote; a quote that is meant is written \\\".");

    public static Diagnostic NoBoolean(TextSpan span, string name, string found) => Diagnostic.Error("VP9105", span,
        summary: "Neither yes nor no",
        detail: $"\"{name}\" is \"{found}\", but must be yes or no (on or off, true or false, 1 or 0).");

    public static Diagnostic NoAmount(TextSpan span, string name, string found, string unit) => Diagnostic.Error("VP9106", span,
        summary: "Value is no amount",
        detail: $"\"{name}\" is \"{found}\", but must be a number ({unit}), or one with a unit such as {(QuantityUnit.Find(unit)!.IsTime ? "30s" : "20GiB")}.");

    public static Diagnostic NotTogether(TextSpan span, string option, string other, TextSpan place) => Diagnostic.Error("VP9107", span,
        summary: "Options exclude each other",
        detail: $"{option} and {other} cannot be given together.",
        new RelatedPlace(place, $"{other} is here."));

    public static Diagnostic NothingToJoin(TextSpan span, string option, IEnumerable<string> others) => Diagnostic.Warning("VP9108", span,
        summary: "Option without effect",
        detail: $"{option} means nothing without {string.Join(" or ", others)}.");

    public static Diagnostic WithoutEffect(TextSpan span, string option, string name) => Diagnostic.Warning("VP9109", span,
        summary: "Sub-option without effect",
        detail: $"\"{name}\" of {option} is accepted as virt-install does, and does nothing. Leave it out.");

    public static Diagnostic PassedOn(TextSpan span, string detail) => Diagnostic.Warning("VP9110", span,
        summary: "Value is left to libvirt",
        detail: $"{detail} It is passed on as it is, and libvirt decides.");

    public static Diagnostic WrongValue(TextSpan span, string name, string found, string expected) => Diagnostic.Error("VP9111", span,
        summary: "Value cannot be read",
        detail: $"\"{name}\" cannot be \"{found}\". It is {expected}.");
}
