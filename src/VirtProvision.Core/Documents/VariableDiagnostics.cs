using VirtProvision.Core.Diagnostics;
using VirtProvision.Core.Text;
using static VirtProvision.Core.Diagnostics.Diagnostic;

namespace VirtProvision.Core.Documents;

/// <summary>What can be wrong with variables and their uses: VP1050–VP1069. A variable's value is never repeated: it may be a secret.</summary>
public static class VariableDiagnostics
{
    private const string Keep = " Write $${ to keep a ${ as it stands.";

    public static Diagnostic Unknown(TextSpan span, string name, string? nearest) => Error("VP1050", span,
        "Unknown variable",
        $"Nothing gives the variable {name} a value.{Nearest.DidYouMean(nearest)} Give it by --set {name}=VALUE or in a values file, or give a default: ${{{name}:-DEFAULT}}." + Keep);

    public static Diagnostic Required(TextSpan span, string name, string message) => Error("VP1051", span,
        "Variable required",
        message.Length is 0 ? $"The variable {name} is missing or empty, and this place needs it." : $"The variable {name} is missing or empty: {message.TrimEnd('.')}.");

    public static Diagnostic Malformed(TextSpan span) => Error("VP1052", span,
        "Not a variable",
        "What stands after ${ here is no variable. The forms are ${NAME}, ${NAME:-default}, ${NAME:?message} and ${NAME:+replacement}." + Keep);

    public static Diagnostic NotAlone(TextSpan span, string name, TextSpan given) => Error("VP1053", span,
        "Variable is no text",
        $"The variable {name} holds a list or a mapping, so it can only stand alone and without quotes: a whole value, not a part of a text.",
        new RelatedPlace(given, "its value"));

    public static Diagnostic TooLong(TextSpan span) => Error("VP1054", span,
        "Variables stand for too much",
        "With its variables filled in, this document becomes larger than any spec needs.");

    public static Diagnostic InKey(TextSpan span) => Error("VP1055", span,
        "Variable in a key",
        "Variables are filled into values, not into keys. Write the key out.");

    public static Diagnostic NoAssignment(TextSpan span) => Error("VP1056", span,
        "Not an assignment",
        "A variable is given as NAME=VALUE; an = is missing here.");

    public static Diagnostic InvalidName(TextSpan span, string name) => Error("VP1057", span,
        "Invalid variable name",
        $"\"{name}\" cannot name a variable: a name has letters, digits, _ and -, begins with a letter or _, and its parts are joined by dots.");

    public static Diagnostic ValuesAreNoMapping(TextSpan span) => Error("VP1058", span,
        "Values are no mapping",
        "A values file holds one mapping from variable names to their values.");

    public static Diagnostic Unused(TextSpan span, string name, string? nearest) => Warning("VP1059", span,
        "Variable not used",
        $"No spec uses the variable {name}." + Nearest.DidYouMean(nearest));

    public static Diagnostic MoreThanOneDocument(TextSpan span) => Error("VP1060", span,
        "More than one document of values",
        "A values file holds one document. Remove the --- or move this part to a file of its own.");
}
