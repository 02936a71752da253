using System.Text.Json;
using System.Text.RegularExpressions;
using PortfolioGraph.Upstream.Wire;

namespace PortfolioGraph.Upstream.Http;

/// <summary>
/// What a 403 is about. CONTRACT ("Error bodies") names the status and calls its body unknown, so that the rule is ours and stands here alone:
/// <list type="bullet">
/// <item>It is about the key if a JSON body speaks of the key, of the plan, or of authorization.</item>
/// <item>It denies an address if a JSON body says so. That is a verdict, and only an endpoint that gives verdicts (<see cref="IDenialReader{T}"/>) reads it as one.</item>
/// <item>Anything else is about neither: a firewall's page, an empty body, a body that says nothing of the kind, is too long or does not arrive.</item>
/// </list>
/// The members that CONTRACT names for errors are read: <c>error</c>, <c>description</c>, <c>message</c>, <c>detail</c>, and <c>msg</c> in a list of them. No text leaves this type but that of a denial.
/// </summary>
/// <param name="IsAboutKey">Whether the operator's key is the reason.</param>
/// <param name="Denial">The text that denies an address; null if none does, and if the key is the reason.</param>
internal readonly partial record struct ForbiddenResponse(bool IsAboutKey, string? Denial)
{
    /// <summary>The most bytes of a body; a longer one is not judged.</summary>
    public const int MaxBytes = 4 * 1024;

    // The status alone is an answer: an attempt must not time out on the text that explains it.
    private static readonly TimeSpan BodyTimeout = TimeSpan.FromSeconds(1);
    private static readonly string[] Members = ["error", "description", "message", "detail", "msg"];

    /// <summary>Reads a 403's body.</summary>
    /// <param name="content">The body.</param>
    /// <param name="key">The key; null for none. A body that repeats it is about it.</param>
    /// <param name="time">Ends the reading of a body that does not arrive.</param>
    /// <param name="ct">The end of the attempt.</param>
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
        // "The address is not authorized" is about the address, though it has a word of the key's.
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
            // Not JSON, or a text that is not Unicode.
        }

        return texts;
    }

    // Some gateways have an object in place of the text.
    private static void AddTexts(JsonElement error, List<string> texts, bool isRoot)
    {
        // The service's own list of faults: [{ "msg": ... }].
        if (error.ValueKind == JsonValueKind.Array)
        {
            foreach (var exception in error.EnumerateArray())
                AddTexts(exception, texts, isRoot: false);
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

    // The address must be what is denied: a firewall that blocks this server, a request or a country uses the same words.
    private static bool Denies(string text)
    {
        if (InternetAddress().IsMatch(text))
            return false;

        var denies = DenialWords().IsMatch(text);
        return Address().IsMatch(text) ? denies || RefusalWords().IsMatch(text) : denies && !OtherSubjects().IsMatch(text);
    }

    // Letters alone delimit a word: api_key and x-api-key are about the key. A token is as well what wallets hold, so that it counts only as a token of access.
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

/// <summary>The format of an endpoint whose 403 may be its answer: a verdict on the address it was asked about.</summary>
/// <typeparam name="T">What the endpoint answers.</typeparam>
internal interface IDenialReader<out T>
{
    /// <summary>The answer that a denial is.</summary>
    /// <param name="reason">The denial in the upstream's words.</param>
    T CreateDenial(string reason);
}
