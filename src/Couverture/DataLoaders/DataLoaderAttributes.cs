namespace Couverture.DataLoaders;

/// <summary>
/// Makes a DataLoader of a static method from keys to values:
/// <c>(IReadOnlyList&lt;TKey&gt;, services..., CancellationToken) -> Task&lt;IReadOnlyDictionary&lt;TKey, TValue&gt;&gt;</c>.
/// <c>GetWalletByIdAsync</c> gives <c>IWalletByIdDataLoader</c>. A method that gives <c>Task&lt;ILookup&lt;TKey, TValue&gt;&gt;</c> makes a
/// loader of arrays: of all values of a key, none where the lookup has none.
/// </summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class DataLoaderAttribute : Attribute
{
    /// <summary>The most keys one batch may carry; 0 takes the default.</summary>
    public int MaxBatchSize { get; set; }
}

/// <summary>What holds for every DataLoader of an assembly that does not say otherwise.</summary>
[AttributeUsage(AttributeTargets.Assembly)]
public sealed class DataLoaderDefaultsAttribute : Attribute
{
    /// <summary>Who may see the generated types.</summary>
    public DataLoaderAccessModifier AccessModifier { get; set; }
}

/// <summary>Who may see a generated DataLoader.</summary>
public enum DataLoaderAccessModifier
{
    /// <summary>As <see cref="PublicInterface"/>.</summary>
    Default,

    /// <summary>Interface and class are public.</summary>
    Public,

    /// <summary>The interface is public, the class internal.</summary>
    PublicInterface,

    /// <summary>Both are internal.</summary>
    Internal,
}
