using Couverture.Execution;
using Couverture.Federation;
using Couverture.Language;
using Couverture.Types;

namespace Couverture.Tests.Federation;

/// <summary>
/// The products graph of Apollo's compatibility suite for subgraphs (https://github.com/apollographql/apollo-federation-subgraph-compatibility). The names, directives and data are
/// those that the suite prescribes.
/// </summary>
internal static class ProductsGraph
{
    private static readonly TypeReference Id = TypeReference.Named("ID");
    private static readonly TypeReference Text = TypeReference.Of<string>();
    private static readonly TypeReference Number = TypeReference.Of<int>();

    /// <summary>Declares the graph.</summary>
    public static void Declare(SchemaBuilder schema)
    {
        schema.EnableFederation();
        DeclareCustomDirective(schema.Options);
        DeclareQuery(schema.Root(OperationType.Query));
        DeclareProduct(schema);
        DeclareResearch(schema);
        DeclareUser(schema);
        DeclareInventory(schema);
    }

    private static void DeclareCustomDirective(SchemaOptions options)
    {
        options.Directives.Add(new DirectiveTypeDefinition("custom") { Locations = [DirectiveLocation.Object] });
        options.SchemaDirectives.Add(FederationDirectives.Link("https://myspecs.dev/myCustomDirective/v1.0", ["@custom"]));
        options.SchemaDirectives.Add(FederationDirectives.ComposeDirective("@custom"));
    }

    private static void DeclareQuery(ObjectTypeDefinition query)
    {
        query.Fields.Add(new FieldDefinition
        {
            Name = "product",
            Type = TypeReference.Of<Product>(),
            Arguments = [Argument("id", Id.NonNull())],
            Resolver = new FieldResolver.Sync(static context => FindProduct(context.ArgumentValue<string>("id"))),
        });
        query.Fields.Add(new FieldDefinition
        {
            Name = "deprecatedProduct",
            Type = TypeReference.Of<DeprecatedProduct>(),
            Arguments = [Argument("sku", Text.NonNull()), Argument("package", Text.NonNull())],
            DeprecationReason = "Use product query instead",
            Resolver = new FieldResolver.Sync(static context => FindDeprecated(context.ArgumentValue<string>("sku"), context.ArgumentValue<string>("package"))),
        });
    }

    private static void DeclareProduct(SchemaBuilder schema)
    {
        var product = schema.Object<Product>("Product");
        product.Directives.Add(new DirectiveNode(new NameNode("custom"), []));
        product.Fields.Add(Field<Product>("id", Id.NonNull(), static product => product.Id));
        product.Fields.Add(Field<Product>("sku", Text, static product => product.Sku));
        product.Fields.Add(Field<Product>("package", Text, static product => product.Package));
        product.Fields.Add(Field<Product>("variation", TypeReference.Of<ProductVariation>(), static product => product.Variation));
        product.Fields.Add(Field<Product>("dimensions", TypeReference.Of<ProductDimension>(), static product => product.Dimensions));
        product.Fields.Add(Field<Product>("createdBy", TypeReference.Of<User>(), static product => product.CreatedBy, FederationDirectives.Provides("totalProductsCreated")));
        product.Fields.Add(Field<Product>("notes", Text, static product => product.Notes, FederationDirectives.Tag("internal")));
        product.Fields.Add(Field<Product>("research", TypeReference.Of<ProductResearch>().NonNull().List().NonNull(), static product => product.Research));
        schema.Entity<Product>("id", static context => new(FindProduct(Key(context, "id"))));
        schema.Entity<Product>("sku package", static context => new(FindProduct(Key(context, "sku"), Key(context, "package"))));
        schema.Entity<Product>("sku variation { id }", static context => new(FindVariation(Key(context, "sku"), Key(context, "variation", "id"))));

        schema.Object<ProductVariation>("ProductVariation").Fields.Add(Field<ProductVariation>("id", Id.NonNull(), static variation => variation.Id));

        var dimension = schema.Object<ProductDimension>("ProductDimension");
        dimension.Directives.Add(FederationDirectives.Shareable());
        dimension.Fields.Add(Field<ProductDimension>("size", Text, static dimension => dimension.Size));
        dimension.Fields.Add(Field<ProductDimension>("weight", TypeReference.Of<double>(), static dimension => dimension.Weight));
        dimension.Fields.Add(Field<ProductDimension>("unit", Text, static dimension => dimension.Unit, FederationDirectives.Inaccessible()));

        var deprecated = schema.Object<DeprecatedProduct>("DeprecatedProduct");
        deprecated.Fields.Add(Field<DeprecatedProduct>("sku", Text.NonNull(), static product => product.Sku));
        deprecated.Fields.Add(Field<DeprecatedProduct>("package", Text.NonNull(), static product => product.Package));
        deprecated.Fields.Add(Field<DeprecatedProduct>("reason", Text, static product => product.Reason));
        deprecated.Fields.Add(Field<DeprecatedProduct>("createdBy", TypeReference.Of<User>(), static product => product.CreatedBy));
        schema.Entity<DeprecatedProduct>("sku package", static context => new(FindDeprecated(Key(context, "sku"), Key(context, "package"))));
    }

    private static void DeclareResearch(SchemaBuilder schema)
    {
        var research = schema.Object<ProductResearch>("ProductResearch");
        research.Fields.Add(Field<ProductResearch>("study", TypeReference.Of<CaseStudy>().NonNull(), static research => research.Study));
        research.Fields.Add(Field<ProductResearch>("outcome", Text, static research => research.Outcome));
        schema.Entity<ProductResearch>("study { caseNumber }", static context => new(ProductsData.Research.FirstOrDefault(research => research.Study.CaseNumber == Key(context, "study", "caseNumber"))));

        var study = schema.Object<CaseStudy>("CaseStudy");
        study.Fields.Add(Field<CaseStudy>("caseNumber", Id.NonNull(), static study => study.CaseNumber));
        study.Fields.Add(Field<CaseStudy>("description", Text, static study => study.Description));
    }

    private static void DeclareUser(SchemaBuilder schema)
    {
        var user = schema.Object<User>("User");
        // Of an extension, the key may be external: the graph of users owns the type.
        user.Directives.Add(FederationDirectives.Extends());
        user.Fields.Add(Field<User>("averageProductsCreatedPerYear", Number, AverageProductsCreatedPerYear, FederationDirectives.Requires("totalProductsCreated yearsOfEmployment")));
        user.Fields.Add(Field<User>("email", Id.NonNull(), static user => user.Email, FederationDirectives.External()));
        user.Fields.Add(Field<User>("name", Text, static user => user.Name, FederationDirectives.Override("users")));
        user.Fields.Add(Field<User>("totalProductsCreated", Number, static user => user.TotalProductsCreated, FederationDirectives.External()));
        user.Fields.Add(Field<User>("yearsOfEmployment", Number.NonNull(), static user => user.YearsOfEmployment, FederationDirectives.External()));
        schema.Entity<User>("email", static context => new(FindUser(context.GetRepresentation())));
    }

    private static void DeclareInventory(SchemaBuilder schema)
    {
        var inventory = schema.Object<Inventory>("Inventory");
        inventory.Directives.Add(FederationDirectives.InterfaceObject());
        inventory.Fields.Add(Field<Inventory>("id", Id.NonNull(), static inventory => inventory.Id));
        inventory.Fields.Add(Field<Inventory>("deprecatedProducts", TypeReference.Of<DeprecatedProduct>().NonNull().List().NonNull(), static inventory => inventory.DeprecatedProducts));
        schema.Entity<Inventory>("id", static context => new(Key(context, "id") == ProductsData.Inventory.Id ? ProductsData.Inventory : null));
    }

    private static object? AverageProductsCreatedPerYear(User user) => user switch
    {
        { TotalProductsCreated: null } => null,
        { YearsOfEmployment: > 0 } => (int)Math.Round((double)user.TotalProductsCreated / user.YearsOfEmployment.Value, MidpointRounding.AwayFromZero),
        _ => throw new GraphQLException(ErrorBuilder.New().SetMessage("The representation of the user does not have the years of employment.").Build()),
    };

    private static Product? FindProduct(string? id) => ProductsData.Products.FirstOrDefault(product => product.Id == id);

    private static Product? FindProduct(string? sku, string? package) => ProductsData.Products.FirstOrDefault(product => product.Sku == sku && product.Package == package);

    private static Product? FindVariation(string? sku, string? variation) => ProductsData.Products.FirstOrDefault(product => product.Sku == sku && product.Variation?.Id == variation);

    private static DeprecatedProduct? FindDeprecated(string? sku, string? package) =>
        (sku, package) == (ProductsData.Deprecated.Sku, ProductsData.Deprecated.Package) ? ProductsData.Deprecated : null;

    // The gateway sends the fields that @requires names. Without them this graph has only its own values.
    private static User? FindUser(Representation representation) => representation.GetString("email") == ProductsData.Jane.Email
        ? ProductsData.Jane with
        {
            TotalProductsCreated = representation.GetInt32("totalProductsCreated") ?? ProductsData.Jane.TotalProductsCreated,
            YearsOfEmployment = representation.GetInt32("yearsOfEmployment"),
        }
        : null;

    private static string? Key(IResolverContext context, params ReadOnlySpan<string> path) => context.GetRepresentation().GetString(path);

    private static FieldDefinition Field<T>(string name, TypeReference type, Func<T, object?> value, params ReadOnlySpan<DirectiveNode> directives)
    {
        var field = new FieldDefinition { Name = name, Type = type, Resolver = new FieldResolver.Member(parent => value((T)parent)) };
        foreach (var directive in directives)
            field.Directives.Add(directive);
        return field;
    }

    private static ArgumentDefinition Argument(string name, TypeReference type) => new() { Name = name, Type = type };
}
