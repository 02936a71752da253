namespace Couverture.Validation;

/// <summary>An error and the name of the violated rule.</summary>
internal readonly record struct ValidationError(string Rule, IError Error);
