using System.Globalization;

namespace PortfolioGraph.Server.Hosting;

/// <summary>
/// Rejects settings whose text is not a value of their type, before they are bound. An error names the setting and the expected value. It does not repeat the text, which
/// may be a misplaced key.
/// </summary>
internal static class SettingsReader
{
    /// <summary>Checks every simple setting of a section.</summary>
    /// <param name="configuration">The configuration.</param>
    /// <param name="section">The section's name.</param>
    /// <param name="options">The type that the section is bound to.</param>
    /// <exception cref="StartupException">A setting cannot be parsed; the message names it.</exception>
    public static void RequireReadable(this IConfiguration configuration, string section, Type options)
    {
        foreach (var property in options.GetProperties())
            configuration.RequireReadable(section, property.Name, property.PropertyType);
    }

    /// <summary>Returns the value of a Boolean setting.</summary>
    /// <param name="configuration">The configuration.</param>
    /// <param name="section">The section's name.</param>
    /// <param name="name">The setting's name.</param>
    /// <returns>The value; false if the setting is not set.</returns>
    /// <exception cref="StartupException">The setting is neither true nor false.</exception>
    public static bool ReadSwitch(this IConfiguration configuration, string section, string name)
    {
        configuration.RequireReadable(section, name, typeof(bool?));
        return configuration.GetSection(section).GetValue<bool?>(name) ?? false;
    }

    /// <summary>Checks that a setting exists. Its name may be misspelled or may have changed, and it would have no effect.</summary>
    /// <param name="setting">The setting.</param>
    /// <param name="options">The type with the existing settings.</param>
    /// <exception cref="StartupException">The setting does not exist; the message lists the existing settings.</exception>
    public static void RequireKnown(this IConfigurationSection setting, Type options)
    {
        string[] names = [.. options.GetProperties().Select(static property => property.Name)];
        if (!names.Contains(setting.Key, StringComparer.OrdinalIgnoreCase))
            throw new StartupException($"{FormatName(setting.Path)} is not a setting. Use one of: {string.Join(", ", names.Order(StringComparer.Ordinal))}.");
    }

    /// <summary>Returns the name of a setting for error messages, as written in the configuration and in the environment.</summary>
    /// <param name="path">The path of the setting, starting with the section.</param>
    public static string FormatName(string path) => $"{path} (environment {path.Replace(":", "__", StringComparison.Ordinal)})";

    private static void RequireReadable(this IConfiguration configuration, string section, string name, Type type)
    {
        var text = configuration[$"{section}:{name}"];
        var underlying = Nullable.GetUnderlyingType(type);
        if (text is null || (text.Length == 0 && underlying is not null) || IsReadable(text, underlying ?? type))
            return;

        throw new StartupException($"{FormatName($"{section}:{name}")} must be {DescribeType(underlying ?? type)}.");
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

    private static string DescribeType(Type type) =>
        type == typeof(bool) ? "true or false"
        : type == typeof(TimeSpan) ? "a duration such as 00:00:30 for thirty seconds"
        : type == typeof(int) ? "a whole number"
        : type == typeof(Uri) ? "a URL such as https://api.example.com"
        : type.IsEnum ? string.Create(CultureInfo.InvariantCulture, $"one of {string.Join(", ", Enum.GetNames(type))}")
        : "a number";
}
