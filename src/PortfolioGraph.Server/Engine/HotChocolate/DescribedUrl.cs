namespace PortfolioGraph.Server.Engine;

/// <summary>The scalar <c>URL</c>, which has no description in HotChocolate.</summary>
internal sealed class DescribedUrl : UrlType
{
    public DescribedUrl() => Description = "An absolute web address as RFC 3986 writes it.";
}
