using System.Net.Sockets;
using Couverture.Execution;
using Couverture.Types;
using Microsoft.Extensions.DependencyInjection;
using static Couverture.AspNetCore.Tests.Requests;

namespace Couverture.AspNetCore.Tests;

public sealed class FailureTests
{
    private const string Secret = "a secret reason";

    [Fact]
    public async Task Execution_Should_BeCancelledWithoutLoggingAnError_When_TheClientDisconnects()
    {
        await using var host = await GraphQLHost.StartAsync();
        using var cancellation = new CancellationTokenSource();

        var request = host.Client.SendAsync(Post("""{"query":"{ waits }"}"""), cancellation.Token);
        await host.Schema.ResolverStarted.Task;
        await cancellation.CancelAsync();

        await host.Schema.ResolverCancelled.Task;
        await Should.ThrowAsync<OperationCanceledException>(request);
        (await host.Client.GetResponseAsync(Post("""{"query":"{ hello }"}"""))).Status.ShouldBe(HttpStatusCode.OK);
        await host.DisposeAsync();
        host.Errors.ShouldBeEmpty();
    }

    [Fact]
    public async Task Reading_Should_EndWithoutLoggingAnError_When_TheClientDisconnectsDuringTheBody()
    {
        await using var host = await GraphQLHost.StartAsync();
        using (var client = new TcpClient())
        {
            await client.ConnectAsync(host.Client.BaseAddress!.Host, host.Client.BaseAddress.Port);
            await client.GetStream().WriteAsync("POST /graphql HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\nContent-Length: 100\r\n\r\n{"u8.ToArray());
        }

        (await host.Client.GetResponseAsync(Post("""{"query":"{ hello }"}"""))).Status.ShouldBe(HttpStatusCode.OK);
        await host.DisposeAsync();
        host.Errors.ShouldBeEmpty();
    }

    [Theory]
    [InlineData(typeof(InvalidOperationException))]
    [InlineData(typeof(OperationCanceledException))]
    [InlineData(typeof(IOException))]
    public async Task Response_Should_HideTheException_When_TheExecutorThrows(Type failure)
    {
        var executor = new BrokenExecutor(() => (Exception)Activator.CreateInstance(failure, Secret)!);
        await using var host = await GraphQLHost.StartAsync(services: services => services.AddSingleton<IRequestExecutor>(executor));

        var response = await host.Client.GetResponseAsync(Post("""{"query":"{ hello }"}"""));

        response.Status.ShouldBe(HttpStatusCode.InternalServerError);
        response.ContentType.ShouldBe(Json);
        response.Error.Code.ShouldBe("INTERNAL_ERROR");
        response.Body.ShouldNotContain(Secret);
        host.Errors.ShouldHaveSingleItem().ShouldContain(Secret);
    }

    private sealed class BrokenExecutor(Func<Exception> failure) : IRequestExecutor
    {
        public Schema Schema => throw new NotSupportedException();

        public Task<OperationResult> ExecuteAsync(OperationRequest request, CancellationToken cancellationToken = default) =>
            throw failure();

        public Task<ResponseStream> StreamAsync(OperationRequest request, CancellationToken cancellationToken = default) =>
            throw failure();

        public IAsyncEnumerable<BatchResult> ExecuteBatchAsync(IReadOnlyList<OperationRequest> requests, CancellationToken cancellationToken = default) =>
            throw failure();
    }
}
