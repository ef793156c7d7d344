using VirtProvision.Core.Diagnostics;
using VirtProvision.Core.Text;
using static VirtProvision.Core.Text.Nearest;

namespace VirtProvision.Core.Schemas;

/// <summary>What can be wrong with a document against its schema. Codes 20xx.</summary>
public static class SchemaDiagnostics
{
    public static Diagnostic UnknownKind(TextSpan span, string kind, IEnumerable<string> kinds) => Diagnostic.Error("VP2001", span,
        summary: "Unknown kind",
        detail: $"\"{kind}\" is no kind of resource.{DidYouMean(To(kind, kinds))} There are {string.Join(", ", kinds)}.");

    public static Diagnostic WrongType(TextSpan span, string name, string found, string expected, string? advice) => Diagnostic.Error("VP2002", span,
        summary: "Wrong type",
        detail: $"{name} is {found}, but must be {expected}.{(advice is null ? "" : $" {advice}")}");

    public static Diagnostic UnknownProperty(TextSpan span, string name, string? advice) => Diagnostic.Error("VP2003", span,
        summary: "Unknown property",
        detail: $"\"{name}\" is not a property here.{advice}");

    public static Diagnostic MissingProperty(TextSpan span, string owner, string name, string? description) => Diagnostic.Error("VP2004", span,
        summary: "Missing property",
        detail: $"{owner} needs \"{name}\".{(description is null ? "" : $" {description}")}");

    public static Diagnostic MissingUnit(TextSpan span, string name, string text, string unit) => Diagnostic.Error("VP2005", span,
        summary: "Missing unit",
        detail: $"{name} needs a unit: write {text}{unit}.");

    public static Diagnostic NotListed(TextSpan span, string name, string found, IEnumerable<string> values, string? nearest) => Diagnostic.Error("VP2006", span,
        summary: "Value is not one of those possible",
        detail: $"{name} is {found}, but must be {OneOf(values)}.{DidYouMean(nearest)}");

    public static Diagnostic WrongForm(TextSpan span, string name, string found, string? expected, string? example) => Diagnostic.Error("VP2007", span,
        summary: "Value has the wrong form",
        detail: $"{name} cannot be {found}.{(expected is null ? "" : $" {Sentence(expected)}")}{(example is null ? "" : $" For example: {example}.")}");

    public static Diagnostic OutOfRange(TextSpan span, string name, string found, string bound) => Diagnostic.Error("VP2008", span,
        summary: "Value is out of range",
        detail: $"{name} is {found}, but must be {bound}.");

    public static Diagnostic WrongCount(TextSpan span, string name, string bound) => Diagnostic.Error("VP2009", span,
        summary: "Too many or too few",
        detail: $"{name} must have {bound}.");

    public static Diagnostic Repeated(TextSpan span, string name, TextSpan first) => Diagnostic.Error("VP2010", span,
        summary: "Item is in the list twice",
        detail: $"{name} holds this item twice. Remove one.",
        new RelatedPlace(first, "The first is here."));

    public static Diagnostic NeedsAnother(TextSpan span, string name, string other) => Diagnostic.Error("VP2011", span,
        summary: "Property needs another",
        detail: $"\"{name}\" means nothing without \"{other}\". Add \"{other}\", or remove \"{name}\".");

    public static Diagnostic NotTogether(TextSpan span, IEnumerable<string> names, string? description) => Diagnostic.Error("VP2012", span,
        summary: "Properties exclude each other",
        detail: $"{And(names)} cannot be given together.{(description is null ? "" : $" {Sentence(description)}")}");

    public static Diagnostic NotHere(TextSpan span, string name, string? description) => Diagnostic.Error("VP2013", span,
        summary: "Property does not apply",
        detail: $"\"{name}\" cannot be given here, next to what else is said.{(description is null ? "" : $" {Sentence(description)}")}");

    public static Diagnostic NeedsOneOf(TextSpan span, string owner, IEnumerable<string> forms) => Diagnostic.Error("VP2014", span,
        summary: "One of several properties is needed",
        detail: $"{owner} needs {string.Join(", or ", forms)}.");

    public static Diagnostic NoForm(TextSpan span, string name, string found, IEnumerable<string> forms) => Diagnostic.Error("VP2015", span,
        summary: "Value has none of the possible forms",
        detail: $"{name} is {found}, but must be {string.Join(", or ", forms)}.");

    public static Diagnostic NoValue(TextSpan span, string name) => Diagnostic.Error("VP2016", span,
        summary: "Property without a value",
        detail: $"{name} has no value. Give it one, or remove the line.");

    public static Diagnostic NotAllowed(TextSpan span, string name, string? description) => Diagnostic.Error("VP2017", span,
        summary: "Value is not allowed",
        detail: $"{name} cannot be this.{(description is null ? "" : $" {Sentence(description)}")}");

    public static Diagnostic ForbiddenCharacter(TextSpan span, string name, int codePoint) => Diagnostic.Error("VP2018", span,
        summary: "Character that XML cannot carry",
        detail: $"{name} holds the character U+{codePoint:X4}, which XML has no way to write, so libvirt cannot be given it. Remove it.");

    public static Diagnostic CarriageReturn(TextSpan span, string name) => Diagnostic.Error("VP2018", span,
        summary: "Character that XML cannot carry",
        detail: $"{name} holds a carriage return (U+000D), which libvirt gives back as a line end. Write \\n alone.");

    public static Diagnostic TooLarge(TextSpan span, string name, string found) => Diagnostic.Error("VP2019", span,
        summary: "Amount is too large",
        detail: $"{name} is {found}, which is more than libvirt's 64-bit numbers can hold.");

    public static Diagnostic UnknownApiVersion(TextSpan span, string found) => Diagnostic.Error("VP2020", span,
        summary: "Unknown apiVersion",
        detail: $"\"{found}\" is not a version that this program reads. Write {ResourceValidator.ApiVersion}.");

    private static string OneOf(IEnumerable<string> values)
    {
        string[] all = [.. values];
        return all.Length is 1 ? all[0] : $"one of {string.Join(", ", all)}";
    }

    private static string And(IEnumerable<string> names) => string.Join(" and ", names.Select(static name => $"\"{name}\""));

    private static string Sentence(string text) => text.EndsWith('.') ? text : text + ".";
}
