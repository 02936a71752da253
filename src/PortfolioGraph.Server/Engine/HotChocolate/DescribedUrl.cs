namespace PortfolioGraph.Server.Engine;

/// <summary>The scalar <c>URL</c>, which has no description in HotChocolate.</summary>
internal sealed class DescribedUrl : UrlType
{
    public DescribedUrl() => Description = "An absolute URL (RFC 3986).";
}
