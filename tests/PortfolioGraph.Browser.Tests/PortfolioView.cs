using System.Globalization;
using System.Net.Http.Json;
using System.Text.Json;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace PortfolioGraph.Browser.Tests;

/// <summary>The parts of an open portfolio page, and the figures of the graph that they show.</summary>
internal static class PortfolioView
{
    /// <summary>The fragment of the page for some addresses.</summary>
    /// <param name="addresses">The addresses.</param>
    /// <param name="more">Further parameters, for example <c>tab=debts</c>.</param>
    public static string PathOf(IEnumerable<string> addresses, string more = "") => $"/#addresses={string.Join(',', addresses)}{(more == "" ? "" : "&" + more)}";

    public static ILocator Total(this IPage page) => page.GetByTestId("total");

    public static ILocator Profit(this IPage page) => page.GetByTestId("profit");

    /// <summary>The panel that is open.</summary>
    public static ILocator Panel(this IPage page) => page.Locator("[role=tabpanel]:not([hidden])");

    /// <summary>The rows of the table in the open panel.</summary>
    public static ILocator Rows(this IPage page) => page.Panel().Locator("table.holdings tbody tr");

    public static Task OpenTabAsync(this IPage page, string name) => page.GetByRole(AriaRole.Tab, new PageGetByRoleOptions { Name = name, Exact = true }).ClickAsync();

    public static ILocator Button(this IPage page, string name) => page.GetByRole(AriaRole.Button, new PageGetByRoleOptions { Name = name, Exact = true });

    /// <summary>Waits until no part is on its way.</summary>
    public static async Task LoadedAsync(this IPage page)
    {
        await Expect(page.Locator("#app main .card")).Not.ToHaveCountAsync(0);
        await Expect(page.Locator(".skeleton")).ToHaveCountAsync(0);
        await Expect(page.Locator("main [aria-busy=true]")).ToHaveCountAsync(0);
    }

    /// <summary>Runs a query on the server's graph.</summary>
    /// <returns>The data.</returns>
    public static async Task<JsonElement> QueryAsync(string server, string query, object variables)
    {
        using var client = new HttpClient();
        using var response = await client.PostAsJsonAsync($"{server}/graphql", new { query, variables });
        var body = JsonDocument.Parse(await response.Content.ReadAsStringAsync()).RootElement;
        body.TryGetProperty("errors", out var errors).ShouldBeFalse(errors.ToString());
        return body.GetProperty("data");
    }

    /// <summary>An amount of money as the page shows it in American English.</summary>
    public static string Money(JsonElement value) => value.ValueKind is JsonValueKind.Null ? "not known" : Money(value.GetDecimal());

    /// <summary>An amount of money as the page shows it in American English.</summary>
    public static string Money(decimal value)
    {
        var size = Math.Abs(value);
        var digits = size is > 0 and < 0.01m ? Math.Round((double)size, 2 - (int)Math.Floor(Math.Log10((double)size)) - 1).ToString("0.############", CultureInfo.InvariantCulture) : size.ToString("N2", CultureInfo.InvariantCulture);
        return $"{(value < 0 ? "-" : "")}${digits}";
    }

    /// <summary>A gain or loss as the page shows it in American English.</summary>
    public static string Gain(JsonElement value) => value.ValueKind is JsonValueKind.Null ? "not known" : value.GetDecimal() is > 0 and var gain ? $"+{Money(gain)}" : Money(value);

    /// <summary>A return as the page shows it in American English.</summary>
    public static string Ratio(JsonElement value) => value.ValueKind is JsonValueKind.Null
        ? "not known"
        : value.GetDecimal() is var ratio && Math.Round(ratio * 100, 2, MidpointRounding.AwayFromZero) is var percent
            ? $"{(percent > 0 ? "+" : percent < 0 ? "-" : "")}{Math.Abs(percent).ToString("N2", CultureInfo.InvariantCulture)}%"
            : "";
}
