using System.Security.Cryptography;
using System.Text;
using VirtProvision.Libvirt.Sasl;

namespace VirtProvision.Libvirt.Tests;

/// <summary>The conversations that the RFCs print, and servers that don't keep to them.</summary>
public sealed class ScramMechanismTests
{
    // RFC 5802 §5 and RFC 7677 §3: user "user", password "pencil".
    [Theory]
    [InlineData(
        "SHA1",
        "fyko+d2lbbFgONRv9qkxdawL",
        "r=fyko+d2lbbFgONRv9qkxdawL3rfcNHYJY1ZVvWVs7j,s=QSXCR+Q6sek8bf92,i=4096",
        "c=biws,r=fyko+d2lbbFgONRv9qkxdawL3rfcNHYJY1ZVvWVs7j,p=v0X8v3Bz2T0CJGbJQyF0X+HI4Ts=",
        "v=rmF9pqV8S7suAoZWja4dJRkFsKQ=")]
    [InlineData(
        "SHA256",
        "rOprNGfwEbeRWgbNEkqO",
        "r=rOprNGfwEbeRWgbNEkqO%hvYDpWUa2RaTCAfuxFIlj)hNlF$k0,s=W22ZaJ0SNY7soEsUEjb6gQ==,i=4096",
        "c=biws,r=rOprNGfwEbeRWgbNEkqO%hvYDpWUa2RaTCAfuxFIlj)hNlF$k0,p=dHzbZapWIk4jUhN+Ute9ytag9zjfMHgsqmmiz7AndVQ=",
        "v=6rriTRBi23WpRR/wtup+mMhUZUn/dB5nLTJRsjl95G4=")]
    public void It_speaks_as_the_rfc_does(string hash, string nonce, string challenge, string proof, string signature)
    {
        var scram = new ScramMechanism(new HashAlgorithmName(hash), "user", "pencil", nonce);
        Assert.Equal($"n,,n=user,r={nonce}", Encoding.UTF8.GetString(scram.Begin()));
        Assert.Equal(proof, Encoding.UTF8.GetString(scram.Answer(Encoding.UTF8.GetBytes(challenge))));
        Assert.False(scram.IsSatisfied);
        Assert.Empty(scram.Answer(Encoding.UTF8.GetBytes(signature)));
        Assert.True(scram.IsSatisfied);
    }

    [Fact]
    public void A_name_with_marks_of_its_own_is_escaped() =>
        Assert.Equal("n,,n=a=3Db=2Cc,r=x", Encoding.UTF8.GetString(new ScramMechanism(HashAlgorithmName.SHA1, "a=b,c", "p", "x").Begin()));

    [Theory]
    [InlineData("")]
    [InlineData("r=other,s=QSXC,i=4096")]
    [InlineData("r=nonce,s=QSXC,i=4096")] // Nothing of its own added to our nonce.
    [InlineData("r=nonceX,s=not base64!,i=4096")]
    [InlineData("r=nonceX,s=QSXC,i=-1")]
    [InlineData("r=nonceX,s=QSXC,i=1")]
    [InlineData("r=nonceX,s=QSXC,i=2000000000")]
    [InlineData("m=ext,r=nonceX,s=QSXC,i=4096")]
    public void A_challenge_that_is_none(string challenge)
    {
        var scram = new ScramMechanism(HashAlgorithmName.SHA256, "user", "pencil", "nonce");
        scram.Begin();
        Assert.Throws<SaslException>(() => scram.Answer(Encoding.UTF8.GetBytes(challenge)));
    }

    [Theory]
    [InlineData("")]
    [InlineData("e=invalid-proof")]
    [InlineData("v=")]
    [InlineData("v=rmF9pqV8S7suAoZWja4dJRkFsKQ=")]
    public void A_server_that_does_not_know_the_password(string last)
    {
        var scram = new ScramMechanism(HashAlgorithmName.SHA1, "user", "another", "fyko+d2lbbFgONRv9qkxdawL");
        scram.Begin();
        scram.Answer("r=fyko+d2lbbFgONRv9qkxdawL3rfcNHYJY1ZVvWVs7j,s=QSXCR+Q6sek8bf92,i=4096"u8);
        Assert.Throws<SaslException>(() => scram.Answer(Encoding.UTF8.GetBytes(last)));
        Assert.False(scram.IsSatisfied);
    }

    [Theory]
    [InlineData("PLAIN,SCRAM-SHA-1,SCRAM-SHA-256", true, "SCRAM-SHA-256")]
    [InlineData("digest-md5,plain", true, "PLAIN")]
    [InlineData("PLAIN", false, null)]
    [InlineData("GSSAPI,DIGEST-MD5", true, null)]
    [InlineData("", true, null)]
    public void The_strongest_that_both_speak(string offered, bool isPrivate, string? expected) =>
        Assert.Equal(expected, SaslMechanisms.Choose(offered, isPrivate)?.Invoke("user", "pencil").Name);
}
