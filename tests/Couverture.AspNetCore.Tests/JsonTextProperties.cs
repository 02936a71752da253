using Couverture.AspNetCore.Http;
using FsCheck;
using FsCheck.Fluent;

namespace Couverture.AspNetCore.Tests;

public sealed class JsonTextProperties
{
    private const string Body = """{"query":"{ hello }","operationName":null,"variables":{"a":[1,2.5,"\u00e4\n",{"b":true}]},"extensions":{}}""";

    [Fact]
    public void FromBody_Should_ReadOrReject_When_AnyBytesOfAValidBodyChange()
    {
        var edits = Gen.Choose(0, Body.Length - 1).SelectMany(_ => Gen.Choose(0, 255), (index, value) => (At: index, Value: (byte)value)).ListOf();

        Prop.ForAll(edits.ToArbitrary(), list =>
        {
            var bytes = Encoding.UTF8.GetBytes(Body);
            foreach (var (index, value) in list)
                bytes[index] = value;
            return ReadsOrRejects(bytes);
        }).QuickCheckThrowOnFailure();
    }

    [Fact]
    public void FromBody_Should_Reject_When_TheBodyIsTruncated()
    {
        for (var length = 0; length < Body.Length; length++)
            Should.Throw<RejectedException>(() => RequestContent.FromBody(Encoding.UTF8.GetBytes(Body).AsSpan(0, length), new GraphQLServerOptions())).Rejection.Status.ShouldBe(400);
    }

    [Fact]
    public void Parse_Should_RoundTrip_When_TheValueIsAnyString()
    {
        Prop.ForAll(ArbMap.Default.ArbFor<NonNull<string>>(), text =>
        {
            // Replace unpaired surrogates, as the serializer does.
            var valid = Encoding.UTF8.GetString(Encoding.UTF8.GetBytes(text.Get));
            return JsonText.Parse(JsonSerializer.SerializeToUtf8Bytes(valid), "It").GetString() == valid;
        }).QuickCheckThrowOnFailure();
    }

    private static bool ReadsOrRejects(byte[] body)
    {
        try
        {
            _ = RequestContent.FromBody(body, new GraphQLServerOptions()).Items[0].Request.Document?.Length;
            return true;
        }
        catch (RejectedException exception)
        {
            return exception.Rejection is { Status: 400, Code: "REQUEST_INVALID" };
        }
    }
}
