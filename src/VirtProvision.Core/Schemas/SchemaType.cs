namespace VirtProvision.Core.Schemas;

/// <summary>JSON's types, as a set. An integer is a number whose fraction is zero.</summary>
[Flags]
public enum SchemaType
{
    None = 0,
    Null = 1,
    Boolean = 2,
    Integer = 4,
    Number = 8,
    String = 16,
    Array = 32,
    Object = 64,
    Scalar = Null | Boolean | Integer | Number | String,
    Any = Scalar | Array | Object,
}
