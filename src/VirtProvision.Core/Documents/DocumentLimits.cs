namespace VirtProvision.Core.Documents;

/// <summary>How much of YAML a spec may use. Far above any real spec, far below what hurts.</summary>
public static class DocumentLimits
{
    /// <summary>In bytes of a file and characters of a text.</summary>
    public const int FileSize = 16 * 1024 * 1024;

    /// <summary>Lists and mappings inside each other, aliases followed.</summary>
    public const int Depth = 100;

    /// <summary>Nodes that the aliases of one document stand for, all together.</summary>
    public const int AliasedNodes = 100_000;

    /// <summary>Findings in one file after which reading it is given up.</summary>
    public const int Findings = 100;

    /// <summary>Documents of one file that may fail as a whole; each costs a new start of the parser.</summary>
    public const int FailedDocuments = 20;

    /// <summary>Characters that variables put into one file; a node counts as sixteen.</summary>
    public const int FilledIn = FileSize;
}
