using System.Globalization;

namespace PortfolioGraph.Server.Hosting;

/// <summary>The settings of each profile. <c>schema/PROFILES.md</c> lists them, and a test compares the two.</summary>
internal static class ServerProfiles
{
    /// <summary>Returns the settings of a profile.</summary>
    /// <param name="profile">The profile.</param>
    public static ServerOptions Of(ServerProfile profile) => profile switch
    {
        ServerProfile.Development => new ServerOptions
        {
            Profile = profile,
            Introspection = true,
            SchemaDownload = true,
            Ide = true,
            Mcp = true,
            Suggestions = true,
            HonorClientCacheControl = true,
            AllowLoopbackOrigins = true,
        },
        // The schema is public anyway, so introspection reveals nothing. All clients share the upstream calls, so none may force a fresh one.
        ServerProfile.Public => new ServerOptions
        {
            Profile = profile,
            Introspection = true,
            SchemaDownload = true,
            Ide = true,
            Suggestions = true,
            MaxOperationsPerConnection = 20,
            MaxFieldCost = 10_000,
            MaxTypeCost = 10_000,
        },
        ServerProfile.Trusted => new ServerOptions
        {
            Profile = profile,
            TrustedDocumentsOnly = true,
            MaxBatchSize = 0,
            Federation = false,
            Mcp = true,
            RequirePreflight = true,
            HonorClientCacheControl = true,
        },
        _ => throw new ArgumentOutOfRangeException(nameof(profile), profile, "The profile has no settings."),
    };

    /// <summary>Returns the settings of the profile, overridden by those of the configuration.</summary>
    /// <param name="configuration">The configuration.</param>
    /// <param name="environment">The environment. If no profile is set, it is Development in the Development environment and Public elsewhere.</param>
    /// <exception cref="StartupException">A setting is invalid; the message names it.</exception>
    public static ServerOptions Read(IConfiguration configuration, IHostEnvironment environment)
    {
        configuration.RequireReadable(ServerOptions.Section, typeof(ServerOptions));
        var section = configuration.GetSection(ServerOptions.Section);
        var profile = section.GetValue<ServerProfile?>(nameof(ServerOptions.Profile))
            ?? (environment.IsDevelopment() ? ServerProfile.Development : ServerProfile.Public);
        if (!Enum.IsDefined(profile))
            throw InvalidSetting(nameof(ServerOptions.Profile), $"must be one of {string.Join(", ", Enum.GetNames<ServerProfile>())}");

        foreach (var setting in section.GetChildren())
            setting.RequireKnown(typeof(ServerOptions));
        RequireLists(section);
        CheckKeys(section.GetSection(nameof(ServerOptions.ApiKeys)), configuration);
        var settings = Of(profile);
        section.Bind(settings);
        settings.Profile = profile;
        Check(settings);
        return settings;
    }

    private static void Check(ServerOptions settings)
    {
        RequireAtLeast(0, settings.MaxBatchSize, nameof(settings.MaxBatchSize));
        RequireAtLeast(1, settings.MaxDepth, nameof(settings.MaxDepth));
        RequireAtLeast(1, settings.MaxFields, nameof(settings.MaxFields));
        RequireAtLeast(1, settings.MaxRootFields, nameof(settings.MaxRootFields));
        RequireAtLeast(0, settings.MaxAliases, nameof(settings.MaxAliases));
        RequireAtLeast(1, settings.MaxFieldCost, nameof(settings.MaxFieldCost));
        RequireAtLeast(1, settings.MaxTypeCost, nameof(settings.MaxTypeCost));
        RequireAtLeast(1, settings.MaxDirectives, nameof(settings.MaxDirectives));
        RequireAtLeast(1, settings.MaxTokens, nameof(settings.MaxTokens));
        RequireAtLeast(1, settings.MaxBodyBytes, nameof(settings.MaxBodyBytes));
        RequireAtLeast(1, settings.MaxVariablesBytes, nameof(settings.MaxVariablesBytes));
        RequireAtLeast(1, settings.MaxConcurrentRequests, nameof(settings.MaxConcurrentRequests));
        RequireAtLeast(1, settings.MaxStreams, nameof(settings.MaxStreams));
        RequireAtLeast(1, settings.MaxOperationsPerConnection, nameof(settings.MaxOperationsPerConnection));
        RequireUpToADay(settings.RequestTimeout, nameof(settings.RequestTimeout));
        RequireUpToADay(settings.OperationTimeout, nameof(settings.OperationTimeout));
        RequireUpToADay(settings.DrainTimeout, nameof(settings.DrainTimeout));
        if (settings.DrainDelay != TimeSpan.Zero)
            RequireUpToADay(settings.DrainDelay, nameof(settings.DrainDelay));
        if (settings.PreflightMaxAge != TimeSpan.Zero)
            RequireUpToADay(settings.PreflightMaxAge, nameof(settings.PreflightMaxAge));
        if (settings.PublicUrl is { } url && !IsPublicUrl(url))
            throw InvalidSetting(nameof(settings.PublicUrl), "must be an absolute http or https URL without query, fragment and user info, such as https://api.example.com/portfolio");
        foreach (var (i, origin) in settings.AllowedOrigins.Index())
        {
            if (!WebOrigin.TryParse(origin, out _))
                throw InvalidSetting($"{nameof(settings.AllowedOrigins)}:{i}", DescribeOrigin(origin));
        }

        foreach (var (i, key) in settings.ApiKeys.Index())
        {
            var name = $"{nameof(settings.ApiKeys)}:{i}";
            if (string.IsNullOrWhiteSpace(key.Name) || settings.ApiKeys.Take(i).Any(other => other.Name == key.Name))
                throw InvalidSetting($"{name}:{nameof(key.Name)}", "must be set, and different from the names of the other keys");
            if (key.Hash.Length != 64 || !key.Hash.All(char.IsAsciiHexDigit))
                throw InvalidSetting($"{name}:{nameof(key.Hash)}", "must be the SHA-256 hash of the key as 64 hexadecimal digits");
            if (key.RequestsPerMinute < 1)
                throw InvalidSetting($"{name}:{nameof(key.RequestsPerMinute)}", "must be at least 1");
        }
    }

    private static string DescribeOrigin(string origin) => origin.Contains('*', StringComparison.Ordinal)
        ? $"must not contain *, because every page on the web could then use the server. List each origin, such as https://app.example. For pages on your own machine, set {ServerOptions.Section}:{nameof(ServerOptions.AllowLoopbackOrigins)}=true"
        : "must be an origin as browsers send it: scheme, host and port in lower case, without a default port, a path or a trailing slash, such as https://app.example";

    // Checked in the text, because even the marks of an empty query, fragment or user info would appear in the middle of every link.
    private static bool IsPublicUrl(Uri url) =>
        url.IsAbsoluteUri && url.Scheme is "http" or "https" && url.OriginalString.AsSpan().IndexOfAny('?', '#') < 0 && !url.GetLeftPart(UriPartial.Authority).Contains('@', StringComparison.Ordinal);

    private static void CheckKeys(IConfigurationSection keys, IConfiguration configuration)
    {
        foreach (var key in keys.GetChildren())
        {
            // The binder silently skips what it cannot bind. A mistake here would leave the server open instead of protected by keys.
            if (!int.TryParse(key.Key, NumberStyles.None, CultureInfo.InvariantCulture, out _) || !key.GetChildren().Any())
                throw InvalidSetting($"{nameof(ServerOptions.ApiKeys)}:{key.Key}", "is not an API key; set Server:ApiKeys:0:Name and Server:ApiKeys:0:Hash for the first key");
            foreach (var setting in key.GetChildren())
                setting.RequireKnown(typeof(ApiKeyOptions));
            configuration.RequireReadable(key.Path, typeof(ApiKeyOptions));
        }
    }

    private static void RequireLists(IConfigurationSection section)
    {
        foreach (var name in (string[])[nameof(ServerOptions.ApiKeys), nameof(ServerOptions.AllowedOrigins)])
        {
            if (!string.IsNullOrEmpty(section[name]))
                throw InvalidSetting(name, $"must be a list; set {ServerOptions.Section}:{name}:0 for its first item");
        }
    }

    private static void RequireAtLeast(int minimum, int value, string name)
    {
        if (value < minimum)
            throw InvalidSetting(name, $"must be at least {minimum}");
    }

    private static void RequireUpToADay(TimeSpan value, string name)
    {
        if (value <= TimeSpan.Zero || value > TimeSpan.FromDays(1))
            throw InvalidSetting(name, "must be above zero and at most one day");
    }

    private static StartupException InvalidSetting(string name, string must) => new($"{SettingsReader.FormatName($"{ServerOptions.Section}:{name}")} {must}.");
}

/// <summary>The kind of clients that the server is for, which decides the default settings.</summary>
internal enum ServerProfile
{
    /// <summary>The machine of a developer. Everything is open.</summary>
    Development,

    /// <summary>A public graph for any client, with low limits for each request.</summary>
    Public,

    /// <summary>Known clients that run trusted documents only.</summary>
    Trusted,
}
