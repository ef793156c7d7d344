using VirtProvision.Core.Cloning;

namespace VirtProvision.Core.Tests.Cloning;

public sealed class CloneNamesTests
{
    [Theory]
    [InlineData("web", "web-clone")]
    [InlineData("web-clone", "web-clone1")]
    [InlineData("web-clone1", "web-clone2")]
    [InlineData("web-clone9", "web-clone10")]
    [InlineData("web-clone10", "web-clone11")]
    [InlineData("web-clones", "web-clones-clone")]
    public void A_clone_is_named_after_its_original(string original, string expected) =>
        Assert.Equal(expected, CloneNames.ForDomain(original, static _ => false));

    [Fact]
    public void A_taken_name_counts_on()
    {
        HashSet<string> taken = ["web-clone", "web-clone1"];
        Assert.Equal("web-clone2", CloneNames.ForDomain("web", taken.Contains));
    }

    [Theory]
    [InlineData("/i/root.qcow2", "/i/root-clone.qcow2")]
    [InlineData("/i/web.qcow2", "/i/new.qcow2")]
    [InlineData("/i/web", "/i/new")]
    [InlineData("/i/default-vol", "/i/default-vol-clone")]
    [InlineData("/i/disk.snapshot2026", "/i/disk.snapshot2026-clone")]
    [InlineData("/dir.d/disk", "/dir.d/disk-clone")]
    public void A_file_named_after_the_original_is_named_after_the_clone(string path, string expected) =>
        Assert.Equal(expected, CloneNames.ForPath(path, "web", "new", static _ => false));

    [Fact]
    public void A_taken_path_gets_a_number_before_its_extension()
    {
        HashSet<string> taken = ["/i/root-clone.img", "/i/root-clone-1.img"];
        Assert.Equal("/i/root-clone-2.img", CloneNames.ForPath("/i/root.img", "web", "new", taken.Contains));
    }

    [Fact]
    public void A_layer_has_the_extension_of_its_format() =>
        Assert.Equal("/i/root-clone.qcow2", CloneNames.ForPath("/i/root.img", "web", "new", static _ => false, ".qcow2"));

    [Theory]
    [InlineData("/n/web_VARS.fd", "/n/new_VARS.fd")]
    [InlineData("/n/anything.qcow2", "/n/new_VARS.qcow2")]
    [InlineData("/n.d/vars", "/n.d/new_VARS")]
    public void Firmware_variables_are_named_after_the_clone(string path, string expected) => Assert.Equal(expected, CloneNames.ForNvram(path, "new"));

    [Theory]
    [InlineData("web-{index}", "web-3")]
    [InlineData("{index}-web", "3-web")]
    [InlineData("web", "web-3")]
    public void A_pattern_without_a_place_for_the_number_has_it_at_its_end(string pattern, string expected) => Assert.Equal(expected, CloneNames.OfPattern(pattern, 3));
}
