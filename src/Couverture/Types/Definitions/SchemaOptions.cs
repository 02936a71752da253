namespace Couverture.Types;

/// <summary>What a schema offers beyond the types declared.</summary>
public sealed class SchemaOptions
{
    /// <summary>Whether operations may use <c>@defer</c>, of the incremental delivery proposal.</summary>
    public bool EnableDefer { get; set; }

    /// <summary>Whether operations may use <c>@stream</c>, of the incremental delivery proposal.</summary>
    public bool EnableStream { get; set; }
}
