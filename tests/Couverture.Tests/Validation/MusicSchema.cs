using Couverture.Language;
using Couverture.Types;

namespace Couverture.Tests.Validation;

/// <summary>A schema with every kind of type, for the validation tests.</summary>
internal static class MusicSchema
{
    public const string Text =
        """
        directive @audit(level: Int! = 1, note: String) repeatable on QUERY | FIELD | VARIABLE_DEFINITION | FRAGMENT_DEFINITION
        directive @once on QUERY | MUTATION | FIELD | INLINE_FRAGMENT | FRAGMENT_SPREAD | VARIABLE_DEFINITION
        directive @limit(to: Int!) on FIELD

        interface Named { name: String! }
        interface Performer implements Named { name: String! albums(first: Int = 10): [Album!] }
        interface Archived implements Named { name: String! box: Int }
        interface Dated { released: Year }

        type Band implements Performer & Named { name: String! albums(first: Int = 10): [Album!] members: [Musician!] founded: Int label: String }
        type Musician implements Performer & Named {
          name: String! albums(first: Int = 10): [Album!] born: Int plays(instrument: Instrument!): Boolean! favourite: Instrument label: Label
        }
        type Album implements Named & Dated { name: String! by: Performer! tracks(longerThan: Float, order: [Order!]): [Track!]! rating(scale: Int!): Float released: Year }
        type Track { title: String! seconds: Int on: Album }
        type Label { name: String! city: String }
        union Found = Band | Musician | Album
        enum Instrument { GUITAR DRUMS PIANO }
        enum Order { TITLE LENGTH }

        input Filter { name: String! instruments: [Instrument!] minRating: Float! = 1.0 nested: Filter }
        input Key @oneOf { id: ID name: String filter: Filter }

        type Query {
          search(filter: Filter, keys: [Key!]): [Found!]
          performer(key: Key!): Performer
          album(id: ID!): Album
          band: Band
          albumsOf(year: Year!): [Album!]
          flag(value: Boolean! = false): Boolean
          sum(of: [Int!]!): Int
          matrix(of: [[Int]]): Int
          text(value: String, number: Float, anything: Anything): String
        }
        type Mutation { rename(id: ID!, name: String!): Album }
        type Subscription { renamed(name: String): Named released: Album }
        """;

    public static Schema Schema { get; } = SchemaText.Build(Text, new YearType(), new AnythingType());

    /// <summary>A scalar whose errors have a custom code.</summary>
    private sealed class YearType() : ScalarType<int, IntValueNode>("Year")
    {
        public override IValueNode ParseResult(object? resultValue) => ParseValue(resultValue);

        protected override int ParseLiteral(IntValueNode valueSyntax)
            => valueSyntax.Value.Length == 4
                ? int.Parse(valueSyntax.Value, System.Globalization.CultureInfo.InvariantCulture)
                : throw new SerializationException(
                    ErrorBuilder.New().SetMessage("A year has four digits.").SetCode("YEAR_INVALID").SetExtension("digits", valueSyntax.Value.Length).Build(),
                    this);

        protected override IntValueNode ParseValue(int runtimeValue) => new(runtimeValue);
    }

    /// <summary>A scalar that accepts every literal.</summary>
    private sealed class AnythingType() : ScalarType("Anything")
    {
        public override Type RuntimeType => typeof(object);

        public override object? ParseLiteral(IValueNode valueSyntax) => valueSyntax;

        public override IValueNode ParseValue(object? runtimeValue) => NullValueNode.Default;

        public override IValueNode ParseResult(object? resultValue) => NullValueNode.Default;

        public override bool TrySerialize(object? runtimeValue, out object? resultValue)
        {
            resultValue = runtimeValue;
            return true;
        }

        public override bool TryDeserialize(object? resultValue, out object? runtimeValue)
        {
            runtimeValue = resultValue;
            return true;
        }
    }
}
