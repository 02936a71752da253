using System.Globalization;
using Microsoft.Extensions.Options;

namespace PortfolioGraph.Upstream.Configuration;

/// <summary>Checks the settings of one configuration section and collects the errors.</summary>
/// <remarks>Data annotations are not enough, because their messages name neither the environment variable nor the unit.</remarks>
/// <param name="section">The section's name.</param>
internal sealed class SettingChecks(string section)
{
    private readonly List<string> _errors = [];

    /// <summary>The result of all checks so far.</summary>
    public ValidateOptionsResult Result => _errors.Count == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(_errors);

    /// <summary>Adds an error unless the value is in the range, both ends included.</summary>
    /// <param name="setting">The setting's name.</param>
    /// <param name="value">The value.</param>
    /// <param name="min">The least valid value.</param>
    /// <param name="max">The greatest valid value.</param>
    /// <param name="hint">A sentence that follows the message; null for none.</param>
    public void CheckRange<T>(string setting, T value, T min, T max, string? hint = null)
        where T : IComparable<T>, IFormattable
    {
        if (value.CompareTo(min) < 0 || value.CompareTo(max) > 0)
            AddError(setting, $"must be between {ToText(min)} and {ToText(max)} (was {ToText(value)})", hint);
    }

    /// <summary>Adds an error unless the duration is in the range, both ends included.</summary>
    /// <param name="setting">The setting's name.</param>
    /// <param name="value">The value.</param>
    /// <param name="min">The shortest valid duration.</param>
    /// <param name="max">The longest valid duration.</param>
    public void CheckDuration(string setting, TimeSpan value, TimeSpan min, TimeSpan max) => CheckRange(setting, value, min, max, "Write 30 seconds as 00:00:30.");

    /// <summary>Adds an error.</summary>
    /// <param name="setting">The setting's name.</param>
    /// <param name="problem">The predicate of the message's first sentence, without a period.</param>
    /// <param name="hint">A sentence that follows; null for none.</param>
    public void AddError(string setting, string problem, string? hint = null)
    {
        var message = $"{section}:{setting} (environment {section}__{setting}) {problem}.";
        _errors.Add(hint is null ? message : $"{message} {hint}");
    }

    private static string ToText(IFormattable value) => value.ToString(null, CultureInfo.InvariantCulture);
}
