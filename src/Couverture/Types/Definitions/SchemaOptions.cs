using Couverture.Language;

namespace Couverture.Types;

/// <summary>What a schema offers beyond the types declared.</summary>
public sealed class SchemaOptions
{
    /// <summary>What the schema is about; null leaves it without description.</summary>
    public string? Description { get; set; }

    /// <summary>Whether operations may use <c>@defer</c>, of the incremental delivery proposal.</summary>
    public bool EnableDefer { get; set; }

    /// <summary>Whether operations may use <c>@stream</c>, of the incremental delivery proposal.</summary>
    public bool EnableStream { get; set; }

    /// <summary>Whether the schema tells what its fields cost: it has <c>@cost</c> and <c>@listSize</c>, and every connection has the latter.</summary>
    public bool EnableCost { get; set; }

    /// <summary>
    /// Directives of the host's. They stand on the schema's definitions, are printed there, and mean what the host makes of them; executable
    /// documents may bear those that declare a place for it, to no effect.
    /// </summary>
    public IList<DirectiveTypeDefinition> Directives { get; } = [];

    /// <summary>The directives on the schema itself.</summary>
    public IList<DirectiveNode> SchemaDirectives { get; } = [];
}
