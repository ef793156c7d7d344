using VirtProvision.Core.Schemas;
using VirtProvision.Core.Templates;

namespace VirtProvision.Core.Defaults;

/// <summary>What rules can ask of something that is no document: names, each computed only when a rule asks for it.</summary>
/// <param name="name">As rules call it: <c>host</c>.</param>
internal sealed class FactTable<T>(string name, params ImmutableArray<Fact<T>> facts)
    where T : class
{
    private readonly Dictionary<string, Fact<T>> _facts = facts.ToDictionary(static fact => fact.Name);

    /// <summary>To hold rules to the names.</summary>
    public SchemaShape Shape { get; } = new SchemaNode(name)
    {
        Types = SchemaType.Object,
        AdditionalProperties = new("none") { Always = false },
        Properties = new(facts.Select(static fact => KeyValuePair.Create(fact.Name, fact.Schema))),
    }.Shape;

    /// <param name="find">Asked when a rule does. Null when nothing is known: then no fact is.</param>
    public IModelFacts Of(Func<T?> find) => new Model(_facts, find);

    private sealed class Model(Dictionary<string, Fact<T>> facts, Func<T?> find) : IModelFacts
    {
        private bool _isFound;
        private T? _value;

        public object? Member(string name)
        {
            if (!_isFound)
            {
                (_isFound, _value) = (true, find());
            }

            return _value is not null && facts.TryGetValue(name, out var fact) ? fact.Value(_value) : null;
        }
    }
}

/// <summary>A name that rules know, and how its value is found: a text, a number, true or false, or a collection of texts; null when it is not known.</summary>
internal sealed record Fact<T>(string Name, SchemaNode Schema, Func<T, object?> Value)
{
    private static readonly SchemaNode s_text = new("text") { Types = SchemaType.String };
    private static readonly SchemaNode s_number = new("number") { Types = SchemaType.Integer };
    private static readonly SchemaNode s_flag = new("flag") { Types = SchemaType.Boolean };
    private static readonly SchemaNode s_texts = new("texts") { Types = SchemaType.Array, Items = s_text };

    public static Fact<T> Text(string name, Func<T, string?> value) => new(name, s_text, value);

    public static Fact<T> Number(string name, Func<T, long?> value) => new(name, s_number, source => value(source));

    public static Fact<T> Flag(string name, Func<T, bool?> value) => new(name, s_flag, source => value(source));

    public static Fact<T> Texts(string name, Func<T, ImmutableArray<string>?> value) => new(name, s_texts, source => value(source));
}
