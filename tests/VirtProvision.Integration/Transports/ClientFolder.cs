namespace VirtProvision.Integration.Transports;

/// <summary>A folder as <c>pkipath</c> means it: the files of a client.</summary>
internal static class ClientFolder
{
    public static async Task<string> WriteAsync(string authority, (string Certificate, string Key)? client)
    {
        var folder = Directory.CreateTempSubdirectory("vpit-pki-").FullName;
        await File.WriteAllTextAsync(Path.Combine(folder, "cacert.pem"), authority);
        if (client is var (certificate, key))
        {
            await File.WriteAllTextAsync(Path.Combine(folder, "clientcert.pem"), certificate);
            await File.WriteAllTextAsync(Path.Combine(folder, "clientkey.pem"), key);
        }

        return folder;
    }
}
