namespace Couverture.Validation;

/// <summary>An error and the name of the rule that was broken.</summary>
internal readonly record struct ValidationError(string Rule, IError Error);
