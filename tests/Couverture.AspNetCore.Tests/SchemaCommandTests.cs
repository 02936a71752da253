using Couverture.AspNetCore.Commands;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Couverture.AspNetCore.Tests;

public sealed class SchemaCommandTests : IDisposable
{
    private readonly DirectoryInfo _directory = Directory.CreateTempSubdirectory("couverture-export-");

    public void Dispose() => _directory.Delete(recursive: true);

    [Fact]
    public async Task Export_Should_WriteTheSchemaToTheStream_When_NoFileIsNamed()
    {
        await using var application = Build();
        using var output = new MemoryStream();

        var exitCode = await SchemaCommand.InvokeAsync(application.Services, ["schema", "export"], output, TextWriter.Null);

        exitCode.ShouldBe(0);
        var text = Encoding.UTF8.GetString(output.ToArray());
        text.ShouldContain("hello(name: String): String");
        text[0].ShouldNotBe('\uFEFF');
        text.ShouldNotContain("\r");
        text.ShouldEndWith("}\n");
        text.ShouldNotEndWith("\n\n");
    }

    [Fact]
    public async Task Run_Should_WriteTheFileWithoutStarting_When_ExportIsRequested()
    {
        var started = false;
        var file = Path.Combine(_directory.FullName, "schema.graphql");
        var application = Build(services => services.AddHostedService(_ => new StartCallback(() => started = true)));

        var exitCode = await application.RunWithGraphQLCommandsAsync(["schema", "export", "--output", file]);

        exitCode.ShouldBe(0);
        started.ShouldBeFalse();
        var bytes = await File.ReadAllBytesAsync(file);
        bytes[0].ShouldNotBe((byte)0xEF);
        bytes[^1].ShouldBe((byte)'\n');
        Encoding.UTF8.GetString(bytes).ShouldContain("hello(name: String): String");
    }

    [Theory]
    [InlineData("schema")]
    [InlineData("schema", "nonsense")]
    [InlineData("schema", "export", "--nonsense")]
    public async Task Command_Should_Fail_When_TheArgumentsAreInvalid(params string[] args)
    {
        await using var application = Build();
        using var output = new MemoryStream();
        using var error = new StringWriter();

        var exitCode = await SchemaCommand.InvokeAsync(application.Services, args, output, error);

        exitCode.ShouldBe(1);
        output.Length.ShouldBe(0);
        error.ToString().ShouldNotBeEmpty();
    }

    [Fact]
    public async Task Export_Should_ReportTheReason_When_TheFileCannotBeWritten()
    {
        await using var application = Build();
        using var error = new StringWriter();

        var exitCode = await SchemaCommand.InvokeAsync(application.Services, ["schema", "export", "--output", _directory.FullName], Stream.Null, error);

        exitCode.ShouldBe(1);
        error.ToString().ShouldStartWith("The schema cannot be written: ");
        error.ToString().ShouldNotContain("   at ");
    }

    [Theory]
    [InlineData]
    [InlineData("--urls", "http://127.0.0.1:0")]
    public async Task Run_Should_StartTheHostAndWait_When_NoCommandIsGiven(params string[] args)
    {
        var application = Build();
        var stopped = application.Lifetime.ApplicationStopped;
        application.Lifetime.ApplicationStarted.Register(application.Lifetime.StopApplication);

        var exitCode = await application.RunWithGraphQLCommandsAsync(args);

        exitCode.ShouldBe(0);
        stopped.IsCancellationRequested.ShouldBeTrue();
    }

    private static WebApplication Build(Action<IServiceCollection>? services = null)
    {
        var builder = WebApplication.CreateSlimBuilder(["--urls", "http://127.0.0.1:0"]);
        builder.Logging.ClearProviders();
        builder.Services.AddGraphQLServer().ConfigureSchema(new TestSchema().Declare);
        services?.Invoke(builder.Services);
        return builder.Build();
    }

    private sealed class StartCallback(Action start) : IHostedService
    {
        public Task StartAsync(CancellationToken cancellationToken)
        {
            start();
            return Task.CompletedTask;
        }

        public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
    }
}
