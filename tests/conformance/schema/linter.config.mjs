// Rules of graphql-schema-linter that are off, each with its reason. All others apply, including those that a later version adds.

const order = "The order of the schema carries meaning: identity first, then what most clients select. Printed alphabetically, the value of a wallet would be its last field.";

export const disabled = {
  "enum-values-sorted-alphabetically": "The order of enum values carries meaning: ONE_DAY, ONE_WEEK, ONE_MONTH, ONE_YEAR, THREE_YEARS.",
  "input-object-fields-sorted-alphabetically": order,
  "interface-fields-sorted-alphabetically": order,
  "type-fields-sorted-alphabetically": order,
};
