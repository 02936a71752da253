using System.Diagnostics.CodeAnalysis;
using Couverture.Language;
using Couverture.Types;

namespace Couverture.Validation;

/// <summary>What a rule looks at and where it reports.</summary>
internal sealed class ValidationContext(Schema schema, TypedDocument document, ValidationOptions options)
{
    // Names come from the document and may be as long as it is, once for each error.
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

    /// <summary>" Did you mean ...?" where a candidate resembles the name, else nothing.</summary>
    public string Suggest(string name, IEnumerable<string> candidates)
        => Options.Suggestions ? Suggestions.DidYouMean(Suggestions.Similar(name, candidates)) : "";

    /// <summary>Ends a validation whose errors would flood the answer.</summary>
    [SuppressMessage("Design", "CA1064:Exceptions should be public", Justification = "It never leaves the validator.")]
    internal sealed class TooManyErrorsException : Exception;
}
