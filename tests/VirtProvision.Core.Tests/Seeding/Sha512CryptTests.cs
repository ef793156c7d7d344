using CsCheck;
using VirtProvision.Core.Seeding;

namespace VirtProvision.Core.Tests.Seeding;

public sealed class Sha512CryptTests
{
    // The first is of https://www.akkadia.org/drepper/SHA-crypt.txt; those with a number of rounds are left out, since none is ever written here.
    [Theory]
    [InlineData("Hello world!", "saltstring", "$6$saltstring$svn8UoSVapNtMuq1ukKS4tPQd8iKwSMHWjl/O817G3uBnIFNjnQJuesI68u4OTLiBFdcbYEdFCoEOfaS35inz1")]
    [InlineData("This is just a test", "toolongsaltstring", null)]
    public void Hashes_as_the_specification_says(string password, string salt, string? expected) =>
        Assert.Equal(expected ?? Sha512Crypt.Hash(password, "toolongsaltstrin"), Sha512Crypt.Hash(password, salt));

    [SkippableFact]
    public void Openssl_makes_the_same()
    {
        Skip.IfNot(OtherProgram.Exists("openssl"), "openssl is not installed.");
        Gen.Select(Gen.String[Gen.Char["abc$\"'\\ ;<>&äöü€日本语;\t"], 1, 70], Gen.String[Gen.Char["./09AZaz"], 1, 16]).Sample(
            static (password, salt) => Assert.Equal(
                OtherProgram.Run("openssl", "passwd", "-6", "-salt", salt, password).TrimEnd('\n'), Sha512Crypt.Hash(password, salt)),
            iter: 25);
    }

    [Theory]
    [InlineData("$6$saltstring$svn8UoSVapNtMuq1ukKS4tPQd8iKwSMHWjl/O817G3uBnIFNjnQJuesI68u4OTLiBFdcbYEdFCoEOfaS35inz1", true)]
    [InlineData("$y$j9T$F5Jx5fExrKuPp53xLKQ..1$tnSYvahCwPBHKZUspmcxMfb0.WiB9W.zEaKlOBL35rC", true)]
    [InlineData("$6$is not a hash", false)]
    [InlineData("$ecret", false)]
    [InlineData("", false)]
    public void Knows_a_hash(string text, bool expected) => Assert.Equal(expected, Sha512Crypt.IsHash(text));

    [Fact]
    public void A_salt_is_each_guests_own()
    {
        Assert.Equal(Sha512Crypt.SaltFor("a", "b"), Sha512Crypt.SaltFor("a", "b"));
        Assert.NotEqual(Sha512Crypt.SaltFor("a", "b"), Sha512Crypt.SaltFor("ab", ""));
    }

    [Fact]
    public void A_generated_password_is_another_each_time() =>
        Assert.Equal(100, Enumerable.Range(0, 100).Select(static _ => GeneratedPassword.Create()).Where(static text => text.Length is GeneratedPassword.Length).Distinct().Count());
}
