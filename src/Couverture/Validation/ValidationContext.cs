using System.Diagnostics.CodeAnalysis;
using Couverture.Language;
using Couverture.Types;

namespace Couverture.Validation;

/// <summary>The input of the rules, and the errors that they report.</summary>
internal sealed class ValidationContext(Schema schema, TypedDocument document, ValidationOptions options)
{
    // Messages contain names from the document, which can be as long as the document, and there can be many errors.
    private const int MaxMessageLength = 1_000;

    private readonly List<ValidationError> _errors = [];
    private string _rule = "";

    public Schema Schema { get; } = schema;

    public TypedDocument Document { get; } = document;

    public ValidationOptions Options { get; } = options;

    public IReadOnlyList<ValidationError> Errors => _errors;

    public void Run(IValidationRule rule)
    {
        _rule = rule.GetType().Name;
        rule.Validate(this);
    }

    public void Report(string message, params ReadOnlySpan<ISyntaxNode> nodes)
        => Report(
            ErrorBuilder.New()
                .SetMessage(message.Length > MaxMessageLength ? $"{message.AsSpan(0, MaxMessageLength)}..." : message)
                .SetCode(ErrorCodes.ValidationFailed),
            nodes);

    public void ReportLimit(string message, ISyntaxNode node)
        => Report(ErrorBuilder.New().SetMessage(message).SetCode(ErrorCodes.LimitExceeded), node);

    public void Report(IErrorBuilder error, params ReadOnlySpan<ISyntaxNode> nodes)
    {
        if (_errors.Count == Options.MaxErrors)
        {
            _errors.Add(new ValidationError(
                _rule,
                ErrorBuilder.New()
                    .SetMessage($"There are more than {Options.MaxErrors} errors ({nameof(Options.MaxErrors)}).")
                    .SetCode(ErrorCodes.LimitExceeded)
                    .Build()));
            throw new TooManyErrorsException();
        }

        var locations = new List<Location>(nodes.Length);

        foreach (var node in nodes)
        {
            if (node.Location is { } location)
            {
                locations.Add(location);
            }
        }

        _errors.Add(new ValidationError(_rule, error.Build().WithLocations(locations.Count > 0 ? locations : null)));
    }

    /// <summary>Returns " Did you mean ...?" if candidates resemble the name, else an empty string.</summary>
    public string Suggest(string name, IEnumerable<string> candidates)
        => Options.Suggestions ? Suggestions.DidYouMean(Suggestions.Similar(name, candidates)) : "";

    /// <summary>Stops a validation that has too many errors.</summary>
    [SuppressMessage("Design", "CA1064:Exceptions should be public", Justification = "The exception does not leave the validator.")]
    internal sealed class TooManyErrorsException : Exception;
}

/// <summary>An error and the name of the violated rule.</summary>
internal readonly record struct ValidationError(string Rule, IError Error);
