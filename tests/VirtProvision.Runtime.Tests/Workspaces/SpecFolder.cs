namespace VirtProvision.Runtime.Tests.Workspaces;

/// <summary>A folder of specs that lives as long as a test.</summary>
internal sealed class SpecFolder : IDisposable
{
    public SpecFolder(params (string Path, string Text)[] files)
    {
        foreach (var (path, text) in files)
        {
            Write(path, text);
        }
    }

    public string Root { get; } = Directory.CreateTempSubdirectory("virt-provision-specs-").FullName;

    public string this[string path] => Path.Combine(Root, path);

    public void Write(string path, string text)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(this[path])!);
        File.WriteAllText(this[path], text);
    }

    public void Dispose() => Directory.Delete(Root, recursive: true);

    public static string Network(string name, string spec = "{forward: nat}") =>
        $"apiVersion: virtprovision/v1\nkind: Network\nmetadata: {{name: {name}}}\nspec: {spec}\n";

    public static string Domain(string name, string spec) =>
        $"apiVersion: virtprovision/v1\nkind: Domain\nmetadata: {{name: {name}}}\nspec: {spec}\n";
}
