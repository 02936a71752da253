// Maps the reference implementation's rules to the names of the specification (section 5), which Couverture uses.

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

/** Returns the name of the violated rule. Three rules of the reference implementation cover two or three rules of the specification each. */
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
      if (!(rule.name in NAMES)) throw new Error(`${rule.name} is not mapped`);
      return NAMES[rule.name];
  }
}
