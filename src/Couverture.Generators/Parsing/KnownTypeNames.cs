namespace Couverture.Generators.Parsing;

/// <summary>Metadata names of the attributes and runtime types that the generator recognizes.</summary>
internal static class KnownTypeNames
{
    public const string QueryType = "Couverture.Types.QueryTypeAttribute";
    public const string MutationType = "Couverture.Types.MutationTypeAttribute";
    public const string SubscriptionType = "Couverture.Types.SubscriptionTypeAttribute";
    public const string ObjectType = "Couverture.Types.ObjectTypeAttribute`1";
    public const string InterfaceType = "Couverture.Types.InterfaceTypeAttribute`1";
    public const string ExtendType = "Couverture.Types.ExtendObjectTypeAttribute`1";
    public const string ExtendName = "Couverture.Types.ExtendObjectTypeAttribute";
    public const string DataLoader = "Couverture.DataLoaders.DataLoaderAttribute";
    public const string DataLoaderDefaults = "DataLoaderDefaultsAttribute";
    public const string Module = "ModuleAttribute";

    /// <summary>Runtime types that the engine binds to built-in scalars.</summary>
    private static readonly HashSet<string> Scalars =
    [
        "string", "bool", "byte", "short", "int", "float", "double", "decimal",
        "global::System.DateTime", "global::System.DateTimeOffset", "global::System.Uri",
    ];

    public static bool IsScalar(string key) => Scalars.Contains(key);
}
