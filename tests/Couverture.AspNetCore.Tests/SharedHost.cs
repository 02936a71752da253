namespace Couverture.AspNetCore.Tests;

/// <summary>A server with default options, shared by the tests of a class.</summary>
public sealed class SharedHost : IAsyncLifetime
{
    private GraphQLHost? _host;

    internal GraphQLHost Host => _host ?? throw new InvalidOperationException("The host has not started.");

    internal HttpClient Client => Host.Client;

    public async Task InitializeAsync() => _host = await GraphQLHost.StartAsync();

    public async Task DisposeAsync() => await Host.DisposeAsync();
}
