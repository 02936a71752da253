using Microsoft.AspNetCore.Builder;

namespace Couverture.AspNetCore;

/// <summary>Adds conventions (CORS, rate limits, authorization, options) to a mapped GraphQL endpoint.</summary>
public sealed class GraphQLEndpointConventionBuilder : IEndpointConventionBuilder
{
    private readonly IEndpointConventionBuilder _endpoint;

    internal GraphQLEndpointConventionBuilder(IEndpointConventionBuilder endpoint) => _endpoint = endpoint;

    /// <inheritdoc />
    public void Add(Action<EndpointBuilder> convention) => _endpoint.Add(convention);

    /// <inheritdoc />
    public void Finally(Action<EndpointBuilder> finallyConvention) => _endpoint.Finally(finallyConvention);
}
