using Couverture.Language;

namespace Couverture.Types;

/// <summary>The settings of a schema besides the declared types.</summary>
public sealed class SchemaOptions
{
    /// <summary>The description; null for no description.</summary>
    public string? Description { get; set; }

    /// <summary>Whether operations can use <c>@defer</c> of the incremental delivery proposal.</summary>
    public bool EnableDefer { get; set; }

    /// <summary>Whether operations can use <c>@stream</c> of the incremental delivery proposal.</summary>
    public bool EnableStream { get; set; }

    /// <summary>The maximum number of ids of the field <c>nodes</c>.</summary>
    public int MaxAllowedNodeBatchSize { get; set; } = 50;

    /// <summary>Whether the schema has the directives <c>@cost</c> and <c>@listSize</c>; every connection then has <c>@listSize</c>.</summary>
    public bool EnableCost { get; set; }

    /// <summary>
    /// Custom directives. They can be applied to definitions of the schema and are printed there; the host decides their meaning. Executable
    /// documents can use directives with executable locations, but they have no effect.
    /// </summary>
    public IList<DirectiveTypeDefinition> Directives { get; } = [];

    /// <summary>The custom directives applied to the schema itself.</summary>
    public IList<DirectiveNode> SchemaDirectives { get; } = [];
}
