using System.Diagnostics;
using System.Text;
using VirtProvision.Testing;

namespace VirtProvision.Runtime.Tests.Media;

/// <summary>A folder that goes with the test, and programs that make and read media in it.</summary>
internal sealed class MediaFolder : IDisposable
{
    public string Path { get; } = Directory.CreateTempSubdirectory("vp-media-").FullName;

    /// <summary>The media that others made, which lie beside a development checkout; null in a plain clone.</summary>
    public static string? FakeMedia =>
        RepositoryPaths.Shared is { } shared && System.IO.Path.Combine(shared, "conformance/upstream/tests/data/fakemedia") is var path && Directory.Exists(path) ? path : null;

    public string this[string name] => System.IO.Path.Combine(Path, name);

    public string Write(string name, string text) => Write(name, Encoding.UTF8.GetBytes(text));

    public string Write(string name, byte[] content)
    {
        Directory.CreateDirectory(System.IO.Path.GetDirectoryName(this[name])!);
        File.WriteAllBytes(this[name], content);
        return this[name];
    }

    public static bool Has(string program) => Environment.GetEnvironmentVariable("PATH")!.Split(':').Any(folder => File.Exists(System.IO.Path.Combine(folder, program)));

    /// <summary>Runs in this folder; its output. Fails the test when the program does.</summary>
    public byte[] Run(string program, byte[]? input, params string[] arguments)
    {
        using var process = Process.Start(new ProcessStartInfo(program, arguments)
        {
            WorkingDirectory = Path,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        })!;
        var errors = process.StandardError.ReadToEndAsync();
        var writing = Task.Run(() =>
        {
            process.StandardInput.BaseStream.Write(input);
            process.StandardInput.Close();
        });
        using var output = new MemoryStream();
        process.StandardOutput.BaseStream.CopyTo(output);
        process.WaitForExit();
        writing.Wait();
        Assert.True(process.ExitCode == 0, $"{program}: {errors.Result}");
        return output.ToArray();
    }

    public void Dispose() => Directory.Delete(Path, recursive: true);
}
