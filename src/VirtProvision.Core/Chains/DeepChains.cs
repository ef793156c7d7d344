namespace VirtProvision.Core.Chains;

/// <summary>When a chain of images is called deep.</summary>
public static class DeepChains
{
    /// <summary>So many images below another nobody minds. Each costs a look-up for every block that the layers above it lack, and a file that must not be lost.</summary>
    public const int Usual = 4;
}
