namespace Couverture.DataLoaders;

/// <summary>
/// Generates a DataLoader from a static method that maps keys to values:
/// <c>(IReadOnlyList&lt;TKey&gt;, services..., CancellationToken) -> Task&lt;IReadOnlyDictionary&lt;TKey, TValue&gt;&gt;</c>.
/// <c>GetWalletByIdAsync</c> generates <c>IWalletByIdDataLoader</c>. A method that returns <c>Task&lt;ILookup&lt;TKey, TValue&gt;&gt;</c>
/// generates a loader of arrays with all values of a key, empty if the lookup has none. The generated class is partial, so that the application can override
/// <c>TryGetAvailable</c> for keys that need no batch.
/// </summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class DataLoaderAttribute : Attribute
{
    /// <summary>The maximum number of keys per batch; 0 for the default.</summary>
    public int MaxBatchSize { get; set; }
}

/// <summary>The defaults for the DataLoaders of an assembly.</summary>
[AttributeUsage(AttributeTargets.Assembly)]
public sealed class DataLoaderDefaultsAttribute : Attribute
{
    /// <summary>The accessibility of the generated types.</summary>
    public DataLoaderAccessModifier AccessModifier { get; set; }
}

/// <summary>The accessibility of a generated DataLoader.</summary>
public enum DataLoaderAccessModifier
{
    /// <summary>The same as <see cref="PublicInterface"/>.</summary>
    Default,

    /// <summary>Interface and class are public.</summary>
    Public,

    /// <summary>The interface is public, the class internal.</summary>
    PublicInterface,

    /// <summary>Interface and class are internal.</summary>
    Internal,
}
