using VirtProvision.Core.Planning;
using VirtProvision.Core.Schemas;
using VirtProvision.Core.Tests.Resources;

namespace VirtProvision.Core.Tests.Planning;

public sealed class CreationFieldsTests
{
    [Fact]
    public void Values_are_named_as_the_spec_writes_them() => Assert.Equal(
        ["memory: 2GiB", "vcpus: 2", "disks[root].pool: images", "disks[root].size: 20GiB", "disks[root].driver.discard: unmap", "networks[0]: lan", "boot.devs: [hd, network]"],
        TextOf("memory: 2GiB, vcpus: 2, disks: [{name: root, pool: images, size: 20GiB, driver: {discard: unmap}}], networks: [lan], boot: {devs: [hd, network]}"));

    [Fact]
    public void Several_members_of_a_shorthand_are_all_named() =>
        Assert.Equal(["memory: 1GiB", "vcpus.maximum: 4", "vcpus.current: 2"], TextOf("memory: 1GiB, vcpus: {maximum: 4, current: 2}"));

    [Fact]
    public void What_is_a_state_is_no_value() =>
        Assert.Equal(["memory: 1GiB"], TextOf("memory: 1GiB, running: true, autostart: true"));

    [Fact]
    public void A_secret_is_named_and_not_shown() =>
        Assert.Equal(["memory: 1GiB", "graphics[0].type: vnc", "graphics[0].password: "], TextOf("memory: 1GiB, graphics: [{type: vnc, password: hunter2}]"));

    private static IEnumerable<string> TextOf(string spec)
    {
        var (resources, findings) = Specs.Read($"apiVersion: virtprovision/v1\nkind: Domain\nmetadata: {{name: web01}}\nspec: {{{spec}}}\n");
        Assert.Empty(findings);
        var resource = Assert.Single(resources);
        return CreationFields.Of(resource.Spec, SchemaCatalog.Embedded.SpecOf(resource.Id.Kind)).Select(static field => $"{field.Path}: {field.Value}");
    }
}
