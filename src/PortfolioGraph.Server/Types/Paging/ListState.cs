namespace PortfolioGraph.Server.Types.Paging;

/// <summary>The names of the scoped state that a connection passes to its fields. Each name follows the name of the list.</summary>
internal static class ListState
{
    /// <summary>The whole list after filters, before it is cut into pages.</summary>
    public const string Items = ".items";

    /// <summary>The source of the list.</summary>
    public const string Source = ".source";

    public const string Tokens = "tokens";
    public const string TokenItems = Tokens + Items;
    public const string TokenSource = Tokens + Source;

    public const string Positions = "positions";
    public const string PositionItems = Positions + Items;
    public const string PositionSource = Positions + Source;

    public const string Protocols = "protocols";
    public const string ProtocolItems = Protocols + Items;
    public const string ProtocolSource = Protocols + Source;
}
