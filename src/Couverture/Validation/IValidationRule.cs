namespace Couverture.Validation;

/// <summary>One rule of section 5, or one limit. Rules have no state.</summary>
internal interface IValidationRule
{
    /// <summary>Reports every breach of the rule.</summary>
    void Validate(ValidationContext context);
}
