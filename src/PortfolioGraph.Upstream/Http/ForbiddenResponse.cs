using System.Text.Json;
using System.Text.RegularExpressions;
using PortfolioGraph.Upstream.Wire;

namespace PortfolioGraph.Upstream.Http;

/// <summary>
/// The reason for a 403. CONTRACT ("Error bodies") leaves its body unspecified, so these rules are this server's own:
/// <list type="bullet">
/// <item>The reason is the key if a JSON body mentions the key, the plan, or authorization.</item>
/// <item>The response denies an address if a JSON body says so. Only endpoints that check addresses (<see cref="IDenialReader{T}"/>) treat a denial as a result.</item>
/// <item>Otherwise the reason is neither: a firewall's page, an empty body, other text, a body that is too long or does not arrive.</item>
/// </list>
/// Only the members that CONTRACT names for errors are read: <c>error</c>, <c>description</c>, <c>message</c>, <c>detail</c>, and <c>msg</c> within a list. Only the text of a
/// denial is exposed.
/// </summary>
/// <param name="IsAboutKey">Whether the operator's key is the reason.</param>
/// <param name="Denial">The text that denies an address. Null if there is none or if the key is the reason.</param>
internal readonly partial record struct ForbiddenResponse(bool IsAboutKey, string? Denial)
{
    /// <summary>The maximum size of a body in bytes. A longer body is not examined.</summary>
    public const int MaxBytes = 4 * 1024;

    // The status alone is a valid outcome, so an attempt must not time out while it reads the explanation.
    private static readonly TimeSpan BodyTimeout = TimeSpan.FromSeconds(1);
    private static readonly string[] Members = ["error", "description", "message", "detail", "msg"];

    /// <summary>Reads the body of a 403.</summary>
    /// <param name="content">The body.</param>
    /// <param name="key">The API key. Null if there is none. A body that contains the key is about the key.</param>
    /// <param name="time">The clock of the timeout for reading the body.</param>
    /// <param name="ct">Cancels the attempt.</param>
    public static async Task<ForbiddenResponse> ReadAsync(HttpContent content, byte[]? key, TimeProvider time, CancellationToken ct)
    {
        using var timeout = new CancellationTokenSource(BodyTimeout, time);
        using var linked = CancellationTokenSource.CreateLinkedTokenSource(ct, timeout.Token);
        try
        {
            using var body = await ResponseBody.ReadAsync(content, MaxBytes, linked.Token).ConfigureAwait(false);
            return body is null ? default : Classify(body.Bytes, key);
        }
        catch (Exception exception) when (exception is IOException or HttpRequestException or InvalidDataException || (exception is OperationCanceledException && !ct.IsCancellationRequested))
        {
            return default;
        }
    }

    private static ForbiddenResponse Classify(ReadOnlySpan<byte> body, byte[]? key)
    {
        if (key is not null && body.IndexOf(key) >= 0)
            return new ForbiddenResponse(true, null);

        var texts = ReadTexts(body);
        // "The address is not authorized" is about the address, although "authorized" is also a word for keys.
        if (!texts.Exists(static text => KeyNouns().IsMatch(text)) && texts.Find(static text => Address().IsMatch(text) && Denies(text)) is { } denial)
            return new ForbiddenResponse(false, denial);
        return texts.Exists(static text => KeyWords().IsMatch(text)) ? new ForbiddenResponse(true, null) : new ForbiddenResponse(false, texts.Find(Denies));
    }

    private static List<string> ReadTexts(ReadOnlySpan<byte> body)
    {
        List<string> texts = [];
        try
        {
            var reader = new Utf8JsonReader(JsonResponseReader.WithoutLoneSurrogates(body), JsonResponseReader.ReaderOptions);
            using var document = JsonDocument.ParseValue(ref reader);
            AddTexts(document.RootElement, texts, isRoot: true);
        }
        catch (Exception exception) when (exception is JsonException or InvalidOperationException)
        {
            // Not JSON, or not valid Unicode.
        }

        return texts;
    }

    // Some gateways send an object instead of text.
    private static void AddTexts(JsonElement error, List<string> texts, bool isRoot)
    {
        // The service's own list of errors: [{ "msg": ... }].
        if (error.ValueKind == JsonValueKind.Array)
        {
            foreach (var item in error.EnumerateArray())
                AddTexts(item, texts, isRoot: false);
        }

        if (error.ValueKind != JsonValueKind.Object)
            return;
        foreach (var member in Members)
        {
            if (!error.TryGetProperty(member, out var value))
                continue;
            if (value.ValueKind == JsonValueKind.String)
                texts.Add(value.GetString()!);
            else if (isRoot)
                AddTexts(value, texts, isRoot: false);
        }
    }

    // The text must deny an address. A firewall that blocks this server, a request or a country uses the same words.
    private static bool Denies(string text)
    {
        if (InternetAddress().IsMatch(text))
            return false;

        var denies = DenialWords().IsMatch(text);
        return Address().IsMatch(text) ? denies || RefusalWords().IsMatch(text) : denies && !OtherSubjects().IsMatch(text);
    }

    // Only letters extend a word, so that api_key and x-api-key match "key". Wallets hold tokens too, so "token" matches only as an access token.
    [GeneratedRegex(
        @"(?<![a-z])(?:api)?keys?(?![a-z])|(?:api|access|auth|bearer|session|security)[ _-]?token|(?:invalid|expired|missing|revoked)[ _-]token|token (?:is |has |was )?(?:invalid|expired|missing|revoked)"
        + @"|(?<![a-z])(?:bearer|jwt|credentials?|unauthori[sz]ed|authori[sz]ed|authori[sz]ation|authenticat[a-z]+)(?![a-z])"
        + @"|(?<![a-z])(?:subscri(?:be|bed|ber|ption|ptions)|plans?|tiers?|quotas?|billing|payment|upgrade|licen[cs]e|permissions?|privileges?|scopes?|entitle[a-z]+)(?![a-z])",
        RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex KeyWords();

    [GeneratedRegex(@"(?<![a-z])(?:api)?keys?(?![a-z])|(?<![a-z])(?:plans?|subscri(?:be|bed|ber|ption|ptions)|credentials?|tokens?)(?![a-z])", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex KeyNouns();

    [GeneratedRegex(@"\b(?:sanction[a-z]*|(?:black|block|deny)[ -]?list[a-z]*|deny|denies|denied|blocked|banned|OFAC)\b", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex DenialWords();

    [GeneratedRegex(@"\b(?:forbidden|prohibited|restricted|disallowed|unauthori[sz]ed|not (?:allowed|permitted|authori[sz]ed))\b", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex RefusalWords();

    [GeneratedRegex(@"\b(?:address(?:es)?|wallets?)\b", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex Address();

    [GeneratedRegex(@"\bips?\b", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex InternetAddress();

    [GeneratedRegex(@"\b(?:access|requests?|you|your|users?|clients?|accounts?|hosts?|origins?|networks?|traffic|countr(?:y|ies)|regions?|locations?|jurisdictions?|methods?|endpoints?)\b", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex OtherSubjects();
}

/// <summary>A reader for an endpoint whose 403 may be a result: the denial of the requested address.</summary>
/// <typeparam name="T">The result type of the endpoint.</typeparam>
internal interface IDenialReader<out T>
{
    /// <summary>Returns the result for a denial.</summary>
    /// <param name="reason">The upstream's text.</param>
    T CreateDenial(string reason);
}
