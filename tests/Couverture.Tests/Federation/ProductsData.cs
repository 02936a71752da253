namespace Couverture.Tests.Federation;

/// <summary>The objects of the products graph.</summary>
internal static class ProductsData
{
    public static User Jane { get; } = new("support@apollographql.com", "Jane Smith", TotalProductsCreated: 1337, YearsOfEmployment: 10);

    public static DeprecatedProduct Deprecated { get; } = new("apollo-federation-v1", "@apollo/federation-v1", "Migrate to Federation V2", Jane);

    public static Inventory Inventory { get; } = new("apollo-oss", [Deprecated]);

    public static IReadOnlyList<ProductResearch> Research { get; } =
    [
        new(new CaseStudy("1234", "Federation Study"), null),
        new(new CaseStudy("1235", "Studio Study"), null),
    ];

    public static IReadOnlyList<Product> Products { get; } =
    [
        new("apollo-federation", "federation", "@apollo/federation", new ProductVariation("OSS"), new ProductDimension("small", 1, "kg"), Jane, null, [Research[0]]),
        new("apollo-studio", "studio", "", new ProductVariation("platform"), new ProductDimension("small", 1, "kg"), Jane, null, [Research[1]]),
    ];
}

internal sealed record Product(
    string Id,
    string? Sku,
    string? Package,
    ProductVariation? Variation,
    ProductDimension? Dimensions,
    User? CreatedBy,
    string? Notes,
    IReadOnlyList<ProductResearch> Research);

internal sealed record ProductVariation(string Id);

internal sealed record ProductDimension(string? Size, double? Weight, string? Unit);

internal sealed record ProductResearch(CaseStudy Study, string? Outcome);

internal sealed record CaseStudy(string CaseNumber, string? Description);

internal sealed record DeprecatedProduct(string Sku, string Package, string? Reason, User? CreatedBy);

/// <summary>A user. Another graph has the last two members; null means that the gateway did not send them.</summary>
internal sealed record User(string Email, string? Name, int? TotalProductsCreated, int? YearsOfEmployment);

internal sealed record Inventory(string Id, IReadOnlyList<DeprecatedProduct> DeprecatedProducts);
