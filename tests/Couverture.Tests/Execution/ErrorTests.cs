using Couverture.Execution;
using Couverture.Language;
using Couverture.Types;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using static Couverture.Tests.Execution.TestGraph;

namespace Couverture.Tests.Execution;

public class ErrorTests
{
    private const string Secret = "connection string of the database";

    private sealed class RewritingFilter : IErrorFilter
    {
        public IError OnError(IError error) => error.Exception is { } exception
            ? error.WithMessage($"Filtered {exception.GetType().Name}").WithCode("FILTERED").SetExtension("retryable", true)
            : error.SetExtension("seen", 1);
    }

    private sealed class ThrowingFilter : IErrorFilter
    {
        public IError OnError(IError error) => throw new InvalidOperationException(Secret);
    }

    private sealed class LogLines : ILoggerProvider, ILogger
    {
        public List<string> Lines { get; } = [];

        public ILogger CreateLogger(string categoryName) => this;

        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => true;

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter) =>
            Lines.Add($"{logLevel} {formatter(state, exception)} {exception?.Message}");

        public void Dispose()
        {
        }
    }

    private static void AddFailingFields(SchemaBuilder schema) => schema.Query()
        .Sync("sync", Text, _ => throw new InvalidOperationException(Secret))
        .Async("later", Text, async _ =>
        {
            await Task.Yield();
            throw new InvalidOperationException(Secret);
        })
        .Sync("several", Text, _ => throw new GraphQLException(
        [
            ErrorBuilder.New().SetMessage("One.").SetCode("ONE").SetExtension("retryAfter", 3).SetExtension("addresses", new[] { "a", "b" }).Build(),
            ErrorBuilder.New().SetMessage("Two.").Build(),
        ]))
        .Sync("lazy", Text.List(), _ => Enumerable.Range(0, 3).Select(i => i < 2 ? "x" : throw new InvalidOperationException(Secret)))
        .Sync("wrongType", Number, _ => "five")
        .Sync("ok", Text, _ => "ok");

    [Theory]
    [InlineData("sync")]
    [InlineData("later")]
    [InlineData("lazy")]
    [InlineData("wrongType")]
    public async Task Execute_Should_HideAndLogException_When_ItIsUnexpected(string field)
    {
        var log = new LogLines();
        var executor = Executor(AddFailingFields, builder => builder.Services.AddLogging(logging => logging.AddProvider(log)));

        var response = await executor.RunAsync($"{{ {field} ok }}");

        response.ShouldBe($$$"""{"errors":[{"message":"Unexpected Execution Error","locations":[{"line":1,"column":3}],"path":["{{{field}}}"],"extensions":{"code":"INTERNAL_ERROR"}}],"data":{"{{{field}}}":null,"ok":"ok"}}""");
        log.Lines.ShouldHaveSingleItem().ShouldStartWith($"Error A resolver failed at {field}");
    }

    [Fact]
    public async Task Execute_Should_IncludeExceptionDetails_When_HostEnablesThem()
    {
        var executor = Executor(AddFailingFields, builder => builder.ModifyRequestOptions(o => o.IncludeExceptionDetails = true));

        var result = await executor.ExecuteAsync(Request("{ sync }"));

        result.Errors[0].Extensions!["message"].ShouldBe(Secret);
        result.Errors[0].Extensions!["stackTrace"].ShouldBeOfType<string>().ShouldContain(nameof(ErrorTests));
    }

    [Fact]
    public async Task Execute_Should_WriteEveryErrorWithExtensions_When_ResolverThrowsGraphQLException()
    {
        var response = await Executor(AddFailingFields).RunAsync("{ several ok }");

        response.ShouldBe("""
            {"errors":[{"message":"One.","locations":[{"line":1,"column":3}],"path":["several"],"extensions":{"code":"ONE","addresses":["a","b"],"retryAfter":3}},{"message":"Two.","locations":[{"line":1,"column":3}],"path":["several"]}],"data":{"several":null,"ok":"ok"}}
            """);
    }

    private static FieldResolver.Async ReportingLater(Func<ResolverContext, object?> resolve) => new(async context =>
    {
        await Task.Yield();
        return resolve(context);
    });

    private static IError ErrorAt(IResolverContext context, int index) => ErrorBuilder.New().SetMessage($"Item {index}.").SetPath([.. context.Path, index]).Build();

    private static object?[] ItemsWithErrors(IResolverContext context)
    {
        context.ReportError(ErrorAt(context, 2));
        context.ReportError(ErrorAt(context, 0));
        return [null, "b", null];
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task ReportError_Should_KeepTheField_When_ItemsOfItsListFail(bool isLater)
    {
        var items = TypeReference.Of<string>().List();
        var executor = Executor(schema =>
        {
            if (isLater)
                schema.Query().With("items", items, ReportingLater(ItemsWithErrors));
            else
                schema.Query().Sync("items", items, ItemsWithErrors);
        });

        (await executor.RunAsync("{ items }")).ShouldBe("""
            {"errors":[{"message":"Item 2.","locations":[{"line":1,"column":3}],"path":["items",2]},{"message":"Item 0.","locations":[{"line":1,"column":3}],"path":["items",0]}],"data":{"items":[null,"b",null]}}
            """);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task ReportError_Should_PrecedeTheException_When_TheResolverThrowsLater(bool isLater)
    {
        static object? Fail(ResolverContext context)
        {
            context.ReportError(ErrorBuilder.New().SetMessage("Reported.").Build());
            throw new GraphQLException(ErrorBuilder.New().SetMessage("Thrown.").Build());
        }

        var executor = Executor(schema =>
        {
            if (isLater)
                schema.Query().With("fails", TypeReference.Of<string>(), ReportingLater(Fail));
            else
                schema.Query().Sync("fails", TypeReference.Of<string>(), Fail);
        });

        (await executor.RunAsync("{ fails }")).ShouldBe("""
            {"errors":[{"message":"Reported.","locations":[{"line":1,"column":3}],"path":["fails"]},{"message":"Thrown.","locations":[{"line":1,"column":3}],"path":["fails"]}],"data":{"fails":null}}
            """);
    }

    [Fact]
    public async Task Execute_Should_FailField_When_ScalarReturnsValueThatJsonCannotHold()
    {
        var executor = Executor(
            schema =>
            {
                object?[] values = [double.PositiveInfinity, float.NaN, new Dictionary<string, object?> { ["a"] = new object?[] { 1, double.NegativeInfinity } }, new object?[] { 1.5, "x" }];
                schema.Query().Sync("measure", TypeReference.Of<Measure>(), c => new Measure(values[c.Argument<int>(0)]), Argument("of", Number.NonNull()));
            },
            builder => builder.BindRuntimeType<Measure, MeasureType>());

        var result = await executor.ExecuteAsync(Request("{ a: measure(of: 0) b: measure(of: 1) c: measure(of: 2) d: measure(of: 3) }"));

        result.ToJson().ShouldContain("""
            "data":{"a":null,"b":null,"c":null,"d":[1.5,"x"]}
            """);
        result.Errors.Select(error => error.Path!.Single()).ShouldBe(["a", "b", "c"], ignoreOrder: true);
    }

    private sealed record Measure(object? Value);

    private sealed class MeasureType() : ScalarType<Measure, StringValueNode>("Measure")
    {
        public override IValueNode ParseResult(object? resultValue) => NullValueNode.Default;

        public override bool TrySerialize(object? runtimeValue, out object? resultValue)
        {
            resultValue = (runtimeValue as Measure)?.Value;
            return true;
        }

        protected override Measure ParseLiteral(StringValueNode valueSyntax) => new(valueSyntax.Value);

        protected override StringValueNode ParseValue(Measure runtimeValue) => new($"{runtimeValue.Value}");
    }

    [Fact]
    public void ToJson_Should_WriteEveryKindOfExtension_When_ErrorHasExtensions()
    {
        var error = ErrorBuilder.New()
            .SetMessage("Half a pair: \ud800.")
            .SetCode("CODE")
            .SetExtension("code", "OTHER")
            .SetExtension("a", new DateTimeOffset(2025, 1, 2, 3, 4, 5, TimeSpan.Zero))
            .SetExtension("b", new object?[] { 1, 2L, 1.50m, true, null, "x" })
            .SetExtension("c", new Dictionary<string, object?> { ["path"] = new object[] { "wallet", 0 } })
            .SetExtension("d", 0.5)
            .Build();

        OperationResult.RequestError(error).ToJson().ShouldBe("""
            {"errors":[{"message":"Half a pair: \uFFFD.","extensions":{"code":"CODE","a":"2025-01-02T03:04:05+00:00","b":[1,2,1.50,true,null,"x"],"c":{"path":["wallet",0]},"d":0.5}}]}
            """);
    }

    [Fact]
    public async Task Execute_Should_ReturnFilteredErrors_When_ErrorFilterIsAdded()
    {
        var executor = Executor(AddFailingFields, builder => builder.AddErrorFilter<RewritingFilter>());

        (await executor.RunAsync("{ sync }")).ShouldBe("""
            {"errors":[{"message":"Filtered InvalidOperationException","locations":[{"line":1,"column":3}],"path":["sync"],"extensions":{"code":"FILTERED","retryable":true}}],"data":{"sync":null}}
            """);
        (await executor.ExecuteAsync(Request("{ nope }"))).Errors[0].Extensions!["seen"].ShouldBe(1);
    }

    [Fact]
    public async Task Execute_Should_ReturnData_When_ErrorFilterThrows()
    {
        var executor = Executor(AddFailingFields, builder => builder.AddErrorFilter<ThrowingFilter>());

        var response = await executor.RunAsync("{ several ok }");

        response.ShouldContain("\"data\":{\"several\":null,\"ok\":\"ok\"}");
        response.ShouldNotContain(Secret);
        response.ShouldContain("INTERNAL_ERROR");
    }

    [Fact]
    public async Task Execute_Should_LogAndContinue_When_WorkOutsideAnyFieldFails()
    {
        var log = new LogLines();
        var executor = Executor(
            schema => schema.Query().Async("a", Text, async _ =>
            {
                FireAndForget();
                await Task.Yield();
                await Task.Yield();
                return "a";
            }),
            builder => builder.Services.AddLogging(logging => logging.AddProvider(log)));

        (await executor.RunAsync("{ a }")).ShouldBe("""{"data":{"a":"a"}}""");
        log.Lines.ShouldHaveSingleItem().ShouldEndWith(Secret);

        static async void FireAndForget()
        {
            await Task.Yield();
            throw new InvalidOperationException(Secret);
        }
    }
}
