// The reference implementation's rules under the names that the specification (section 5) gives them, which are those of Couverture.

const NAMES = {
  ExecutableDefinitionsRule: "ExecutableDefinitions",
  KnownOperationTypesRule: "OperationTypeExistence",
  UniqueOperationNamesRule: "OperationNameUniqueness",
  LoneAnonymousOperationRule: "LoneAnonymousOperation",
  SingleFieldSubscriptionsRule: "SingleRootField",
  FragmentsOnCompositeTypesRule: "FragmentsOnCompositeTypes",
  VariablesAreInputTypesRule: "VariablesAreInputTypes",
  ScalarLeafsRule: "LeafFieldSelections",
  FieldsOnCorrectTypeRule: "FieldSelections",
  UniqueFragmentNamesRule: "FragmentNameUniqueness",
  KnownFragmentNamesRule: "FragmentSpreadTargetDefined",
  NoUnusedFragmentsRule: "FragmentsMustBeUsed",
  PossibleFragmentSpreadsRule: "FragmentSpreadIsPossible",
  NoFragmentCyclesRule: "FragmentSpreadsMustNotFormCycles",
  UniqueVariableNamesRule: "VariableUniqueness",
  NoUndefinedVariablesRule: "AllVariableUsesDefined",
  NoUnusedVariablesRule: "AllVariablesUsed",
  UniqueDirectivesPerLocationRule: "DirectivesAreUniquePerLocation",
  KnownArgumentNamesRule: "ArgumentNames",
  UniqueArgumentNamesRule: "ArgumentUniqueness",
  ProvidedRequiredArgumentsRule: "RequiredArguments",
  VariablesInAllowedPositionRule: "AllVariableUsagesAreAllowed",
  OverlappingFieldsCanBeMergedRule: "FieldSelectionMerging",
  UniqueInputFieldNamesRule: "InputObjectFieldUniqueness",
  MaxIntrospectionDepthRule: "IntrospectionLimits",
  DeferStreamDirectiveOnRootFieldRule: "DeferStreamDirectiveOnRootField",
  DeferStreamDirectiveOnValidOperationsRule: "DeferStreamDirectiveOnValidOperations",
  DeferStreamDirectiveLabelRule: "DeferStreamDirectiveLabel",
  StreamDirectiveOnListFieldRule: "StreamDirectiveOnListField",
};

/** The name of the rule that an error is of; three rules of the reference implementation stand for two or three of the specification. */
export function ruleName(rule, error, namesInVariables) {
  switch (rule.name) {
    case "KnownTypeNamesRule":
      return namesInVariables.has(error.nodes[0]) ? "VariablesAreInputTypes" : "FragmentSpreadTypeExistence";
    case "KnownDirectivesRule":
      return error.message.startsWith("Unknown directive") ? "DirectivesAreDefined" : "DirectivesAreInValidLocations";
    case "ValuesOfCorrectTypeRule":
      if (/to include required field "/.test(error.message)) return "InputObjectRequiredFields";
      if (/not to include unknown field "/.test(error.message)) return "InputObjectFieldNames";
      return "ValuesOfCorrectType";
    default:
      if (!(rule.name in NAMES)) throw new Error(`${rule.name} has no name here`);
      return NAMES[rule.name];
  }
}
