using System.Globalization;

namespace PortfolioGraph.Server.Hosting;

/// <summary>Refuses settings whose text is no value of their type, before anything binds them: what is meant is said, what was written is not (it may be a key in the wrong place).</summary>
internal static class SettingsReader
{
    /// <summary>Checks every simple setting of a section.</summary>
    /// <param name="configuration">The configuration.</param>
    /// <param name="section">The section's name.</param>
    /// <param name="options">What the section is bound to.</param>
    /// <exception cref="StartupException">A setting cannot be read.</exception>
    public static void RequireReadable(this IConfiguration configuration, string section, Type options)
    {
        foreach (var property in options.GetProperties())
            configuration.RequireReadable(section, property.Name, property.PropertyType);
    }

    /// <summary>Reads a switch.</summary>
    /// <param name="configuration">The configuration.</param>
    /// <param name="section">The section's name.</param>
    /// <param name="name">The setting's name.</param>
    /// <returns>False where it is not set.</returns>
    /// <exception cref="StartupException">It is neither true nor false.</exception>
    public static bool ReadSwitch(this IConfiguration configuration, string section, string name)
    {
        configuration.RequireReadable(section, name, typeof(bool?));
        return configuration.GetSection(section).GetValue<bool?>(name) ?? false;
    }

    /// <summary>A setting as its errors name it: in the configuration and in the environment.</summary>
    /// <param name="path">The setting's path, its section's name first.</param>
    public static string Named(string path) => $"{path} (environment {path.Replace(":", "__", StringComparison.Ordinal)})";

    private static void RequireReadable(this IConfiguration configuration, string section, string name, Type type)
    {
        var text = configuration[$"{section}:{name}"];
        var underlying = Nullable.GetUnderlyingType(type);
        if (text is null || (text.Length == 0 && underlying is not null) || IsReadable(text, underlying ?? type))
            return;

        throw new StartupException($"{Named($"{section}:{name}")} cannot be read: it must be {Wanted(underlying ?? type)}.");
    }

    private static bool IsReadable(string text, Type type)
    {
        var converter = System.ComponentModel.TypeDescriptor.GetConverter(type);
        if (!converter.CanConvertFrom(typeof(string)))
            return true;

        try
        {
            converter.ConvertFromInvariantString(text);
            return true;
        }
        catch (Exception unreadable) when (unreadable is ArgumentException or FormatException or OverflowException)
        {
            return false;
        }
    }

    private static string Wanted(Type type) =>
        type == typeof(bool) ? "true or false"
        : type == typeof(TimeSpan) ? "a time; thirty seconds are written 00:00:30"
        : type == typeof(int) ? "a whole number"
        : type == typeof(Uri) ? "a URL, as https://api.example.com"
        : type.IsEnum ? string.Create(CultureInfo.InvariantCulture, $"one of {string.Join(", ", Enum.GetNames(type))}")
        : "a number";
}
