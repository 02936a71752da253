using System.Numerics;
using System.Reflection;
using System.Text;
using System.Text.Json;
using PortfolioGraph.Upstream.V4;
using PortfolioGraph.Upstream.V5;
using PortfolioGraph.Upstream.Wire;

namespace PortfolioGraph.Upstream.Tests.Wire;

/// <summary>A reader names its members by hand, so each member of its row must be read under its name.</summary>
public sealed class RowConverterTests
{
    public static TheoryData<Type> Rows { get; } = [.. typeof(RowConverter<>).Assembly.GetTypes().Where(static type => type.BaseType is { IsGenericType: true } parent && parent.GetGenericTypeDefinition() == typeof(RowConverter<>))];

    [Theory]
    [MemberData(nameof(Rows))]
    public void Read_Should_SetEachMember_When_TheRowHasAll(Type readerType)
    {
        var row = readerType.BaseType!.GetGenericArguments()[0];
        foreach (var member in row.GetProperties())
        {
            var name = JsonNamingPolicy.SnakeCaseLower.ConvertName(member.Name);
            foreach (var json in new[] { $$"""{"{{name}}":{{ValueOf(member)}}}""", $$"""{"unknown":[1,{"{{name}}":null}],"\u{{(int)name[0]:x4}}{{name[1..]}}":{{ValueOf(member)}},"other":null}""" })
            {
                var read = JsonSerializer.Deserialize(json, row);

                member.GetValue(read).ShouldNotBeNull($"{row.Name} reads {json}");
                row.GetProperties().Where(other => other != member).ShouldAllBe(other => other.GetValue(read) == null);
            }
        }
    }

    [Fact]
    public void ReadRows_Should_ReadUnreadableElementsAsRowsWithoutAChain_When_TheListHasSome()
    {
        var reader = new Utf8JsonReader("""[7,{"chain_id":10,"value_usd":1},null,[{"chain_id":1}]]"""u8);
        reader.Read();

        var rows = reader.ReadRows(V4ChainValueConverter.Instance);

        rows.ShouldNotBeNull().Select(static row => row.ChainId).ShouldBe([0, 10, 0, 0]);
        reader.TokenType.ShouldBe(JsonTokenType.EndArray);
        reader.CurrentDepth.ShouldBe(0);
    }

    [Theory]
    [InlineData("null")]
    [InlineData("{\"chain_id\":1}")]
    [InlineData("\"none\"")]
    public void ReadRows_Should_ReturnNull_When_TheValueIsNotAList(string json)
    {
        var reader = new Utf8JsonReader(Encoding.UTF8.GetBytes(json));
        reader.Read();

        reader.ReadRows(V5TokenBalanceConverter.Instance).ShouldBeNull();
        reader.CurrentDepth.ShouldBe(0);
    }

    private static string ValueOf(PropertyInfo member)
    {
        var type = Nullable.GetUnderlyingType(member.PropertyType) ?? member.PropertyType;
        return type == typeof(string) ? "\"text\""
            : type == typeof(bool) ? "true"
            : type == typeof(int) || type == typeof(long) || type == typeof(BigInteger) || type == typeof(JsonNumber) ? "7"
            : "[]";
    }
}
