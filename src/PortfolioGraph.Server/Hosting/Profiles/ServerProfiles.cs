using System.Globalization;

namespace PortfolioGraph.Server.Hosting;

/// <summary>What each profile sets; <c>schema/PROFILES.md</c> shows it, and a test holds the two together.</summary>
internal static class ServerProfiles
{
    /// <summary>The settings of a profile where nothing is set by itself.</summary>
    /// <param name="profile">The profile.</param>
    public static ServerOptions Of(ServerProfile profile) => profile switch
    {
        ServerProfile.Development => new ServerOptions
        {
            Profile = profile,
            Introspection = true,
            SchemaDownload = true,
            Ide = true,
            Suggestions = true,
            HonorClientCacheControl = true,
            MaxBatchSize = 10,
        },
        // The schema is published, so that hiding it hides nothing. The upstream's calls are everyone's: nobody orders fresh ones.
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
            RequirePreflight = true,
            HonorClientCacheControl = true,
        },
        _ => throw new ArgumentOutOfRangeException(nameof(profile), profile, "A profile without settings."),
    };

    /// <summary>The settings that hold: those of the profile, and over them what is set by itself.</summary>
    /// <param name="configuration">The configuration.</param>
    /// <param name="environment">Chooses the profile where none is set: Development in Development, else Public.</param>
    /// <exception cref="StartupException">A setting cannot be; the message names it.</exception>
    public static ServerOptions Read(IConfiguration configuration, IHostEnvironment environment)
    {
        configuration.RequireReadable(ServerOptions.Section, typeof(ServerOptions));
        var section = configuration.GetSection(ServerOptions.Section);
        var profile = section.GetValue<ServerProfile?>(nameof(ServerOptions.Profile))
            ?? (environment.IsDevelopment() ? ServerProfile.Development : ServerProfile.Public);
        if (!Enum.IsDefined(profile))
            throw Refused(nameof(ServerOptions.Profile), $"must be one of {string.Join(", ", Enum.GetNames<ServerProfile>())}");

        foreach (var setting in section.GetChildren())
            RequireKnown(setting, typeof(ServerOptions));
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
        AtLeast(0, settings.MaxBatchSize, nameof(settings.MaxBatchSize));
        AtLeast(1, settings.MaxDepth, nameof(settings.MaxDepth));
        AtLeast(1, settings.MaxFields, nameof(settings.MaxFields));
        AtLeast(1, settings.MaxRootFields, nameof(settings.MaxRootFields));
        AtLeast(0, settings.MaxAliases, nameof(settings.MaxAliases));
        AtLeast(1, settings.MaxFieldCost, nameof(settings.MaxFieldCost));
        AtLeast(1, settings.MaxTypeCost, nameof(settings.MaxTypeCost));
        AtLeast(1, settings.MaxDirectives, nameof(settings.MaxDirectives));
        AtLeast(1, settings.MaxTokens, nameof(settings.MaxTokens));
        AtLeast(1, settings.MaxBodyBytes, nameof(settings.MaxBodyBytes));
        AtLeast(1, settings.MaxVariablesBytes, nameof(settings.MaxVariablesBytes));
        AtLeast(1, settings.MaxConcurrentRequests, nameof(settings.MaxConcurrentRequests));
        AtLeast(1, settings.MaxStreams, nameof(settings.MaxStreams));
        AtLeast(1, settings.MaxOperationsPerConnection, nameof(settings.MaxOperationsPerConnection));
        UpToADay(settings.RequestTimeout, nameof(settings.RequestTimeout));
        UpToADay(settings.OperationTimeout, nameof(settings.OperationTimeout));
        UpToADay(settings.DrainTimeout, nameof(settings.DrainTimeout));
        if (settings.DrainDelay != TimeSpan.Zero)
            UpToADay(settings.DrainDelay, nameof(settings.DrainDelay));
        if (settings.PublicUrl is { } url && !IsPublicUrl(url))
            throw Refused(nameof(settings.PublicUrl), "must be an absolute http or https URL without query, fragment and user info, as https://api.example.com/portfolio");
        foreach (var (i, origin) in settings.AllowedOrigins.Index())
        {
            // As browsers send it: a scheme and a host, and nothing behind.
            if (!Uri.TryCreate(origin, UriKind.Absolute, out var uri) || uri.Scheme is not ("http" or "https") || uri.GetLeftPart(UriPartial.Authority) != origin)
                throw Refused($"{nameof(settings.AllowedOrigins)}:{i}", "must be an origin in lower case, as https://app.example");
        }

        foreach (var (i, key) in settings.ApiKeys.Index())
        {
            var name = $"{nameof(settings.ApiKeys)}:{i}";
            if (string.IsNullOrWhiteSpace(key.Name) || settings.ApiKeys.Take(i).Any(other => other.Name == key.Name))
                throw Refused($"{name}:{nameof(key.Name)}", "must be a name that no other key has");
            if (key.Hash.Length != 64 || !key.Hash.All(char.IsAsciiHexDigit))
                throw Refused($"{name}:{nameof(key.Hash)}", "must be the SHA-256 of the key, 64 hexadecimal digits");
            if (key.RequestsPerMinute < 1)
                throw Refused($"{name}:{nameof(key.RequestsPerMinute)}", "must be at least 1");
        }
    }

    // Marks of an empty part would stand in the middle of every link.
    private static bool IsPublicUrl(Uri url) =>
        url.IsAbsoluteUri && url.Scheme is "http" or "https" && url.OriginalString.AsSpan().IndexOfAny('?', '#') < 0 && !url.GetLeftPart(UriPartial.Authority).Contains('@', StringComparison.Ordinal);

    private static void CheckKeys(IConfigurationSection keys, IConfiguration configuration)
    {
        foreach (var key in keys.GetChildren())
        {
            // What cannot be bound is passed over by the binder: a server that was to be locked would stand open.
            if (!int.TryParse(key.Key, NumberStyles.None, CultureInfo.InvariantCulture, out _) || !key.GetChildren().Any())
                throw Refused($"{nameof(ServerOptions.ApiKeys)}:{key.Key}", "is no key: the first is Server:ApiKeys:0:Name and Server:ApiKeys:0:Hash");
            foreach (var setting in key.GetChildren())
                RequireKnown(setting, typeof(ApiKeyOptions));
            configuration.RequireReadable(key.Path, typeof(ApiKeyOptions));
        }
    }

    private static void RequireLists(IConfigurationSection section)
    {
        foreach (var name in (string[])[nameof(ServerOptions.ApiKeys), nameof(ServerOptions.AllowedOrigins)])
        {
            if (!string.IsNullOrEmpty(section[name]))
                throw Refused(name, $"must be a list: the first of it is {ServerOptions.Section}:{name}:0");
        }
    }

    private static void RequireKnown(IConfigurationSection setting, Type settings)
    {
        if (!settings.GetProperties().Any(property => property.Name.Equals(setting.Key, StringComparison.OrdinalIgnoreCase)))
        {
            throw new StartupException(
                $"{SettingsReader.Named(setting.Path)} is no setting. There are: {string.Join(", ", settings.GetProperties().Select(static property => property.Name).Order(StringComparer.Ordinal))}.");
        }
    }

    private static void AtLeast(int least, int value, string name)
    {
        if (value < least)
            throw Refused(name, $"must be at least {least}");
    }

    private static void UpToADay(TimeSpan value, string name)
    {
        if (value <= TimeSpan.Zero || value > TimeSpan.FromDays(1))
            throw Refused(name, "must be above zero and at most a day");
    }

    private static StartupException Refused(string name, string must) => new($"{SettingsReader.Named($"{ServerOptions.Section}:{name}")} {must}.");
}

/// <summary>For whom the server is: which settings hold where none is set by itself.</summary>
internal enum ServerProfile
{
    /// <summary>One developer's own machine: everything is open.</summary>
    Development,

    /// <summary>Anyone who knows the address; the graph is public, and nobody may take much of it.</summary>
    Public,

    /// <summary>Known clients whose operations are known too: nothing else is answered.</summary>
    Trusted,
}
