using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization;
using Couverture.Fuzzing.Generation;
using Couverture.Fuzzing.Graphs;
using Couverture.Fuzzing.Verdicts;
using Couverture.Language;

namespace Couverture.Fuzzing.Differential;

/// <summary>A request with its schema and root value, all as text, so that each can be shrunk.</summary>
internal sealed record FuzzCase(string Schema, string Document, string? Variables, string? OperationName, string Root)
{
    /// <summary>The number of consecutive cases that share a schema.</summary>
    public const int CasesPerSchema = 25;

    private static readonly JsonSerializerOptions RelaxedJson = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    [JsonIgnore]
    public TestRequest Request => new(Document, Variables is null ? null : JsonElement.Parse(Variables), OperationName);

    /// <summary>Generates the schema text of the n-th case of a seed.</summary>
    public static string GenerateSchema(int seed, int number)
    {
        var random = new RandomSource(RandomSource.DeriveSeed(seed, -1 - (number / CasesPerSchema)));
        return new SchemaGenerator(random).Generate(isIncremental: random.Chance(0.3));
    }

    /// <summary>Generates the n-th case of a seed.</summary>
    /// <param name="seed">The seed.</param>
    /// <param name="number">The number of the case, from 0.</param>
    /// <param name="schema">The schema text.</param>
    /// <param name="graph">The graph of the schema.</param>
    public static FuzzCase Generate(int seed, int number, string schema, JsonGraph graph)
    {
        var random = new RandomSource(RandomSource.DeriveSeed(seed, number));
        var risk = random.Pick(0, 0, 0, 0.01, 0.04);
        var generator = new DocumentGenerator(graph.Schema, random, risk);
        var document = generator.Generate();
        if (random.Chance(0.08))
            document = Tokens.Corrupt(document, random);
        if (random.Chance(0.3))
            document = Tokens.ChangeWhitespace(document, random);
        var operation = generator.Operations.Count > 1 ? random.Pick(generator.Operations) : null;
        if (random.Chance(0.02))
            operation = random.Pick("Q0", "Nope", null);
        return new FuzzCase(schema, document, GenerateVariables(generator.Variables, random), operation, GenerateData(graph, document, random));
    }

    private static string GenerateVariables(VariablePool variables, RandomSource random)
    {
        var json = new JsonGenerator(random);
        var risk = random.Pick(0, 0, 0.02, 0.1);
        var values = new JsonObject();
        foreach (var name in variables.Names)
        {
            if (variables.IsOptional(name) ? random.Chance(0.7) : !random.Chance(risk))
                values.Add(name, json.Generate(variables.GetVariableType(name), risk));
        }

        if (random.Chance(0.05))
            values.Add("superfluous", 1);
        return values.ToJsonString(RelaxedJson);
    }

    private static string GenerateData(JsonGraph graph, string document, RandomSource random)
    {
        try
        {
            return new DataGenerator(graph.Schema, random, Utf8GraphQLParser.Parse(document, JsonGraph.Unlimited)).Generate().ToJsonString(RelaxedJson);
        }
        catch (SyntaxException)
        {
            return "{}";
        }
    }
}
