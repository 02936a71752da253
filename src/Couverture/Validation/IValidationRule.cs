namespace Couverture.Validation;

/// <summary>A stateless validation rule of section 5, or a limit.</summary>
internal interface IValidationRule
{
    /// <summary>Reports all violations of the rule.</summary>
    void Validate(ValidationContext context);
}
