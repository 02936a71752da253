// Normalizes introspection results for comparison: the order of types is unspecified, and each implementation has its own descriptions of
// built-in types and directives.

const BUILT_IN = new Set(["Int", "Float", "String", "Boolean", "ID", "skip", "include", "deprecated", "specifiedBy", "oneOf", "defer", "stream"]);
// Additions of drafts later than the September 2025 edition.
const DRAFT_LOCATIONS = new Set(["FRAGMENT_VARIABLE_DEFINITION", "DIRECTIVE_DEFINITION"]);
const DRAFT_FIELDS = { __Schema: { directives: ["includeDeprecated"] }, __Directive: { isDeprecated: null, deprecationReason: null } };
const UNORDERED = new Set(["types", "directives", "possibleTypes", "interfaces"]);

export function usesIntrospection(document) {
  return /__schema|__type\b/.test(document);
}

export function normalized(value, isBuiltIn = false, key = "") {
  if (Array.isArray(value)) {
    const items = value.filter((item) => !DRAFT_LOCATIONS.has(item?.name ?? item)).map((item) => normalized(item, isBuiltIn));
    return UNORDERED.has(key) ? items.sort(byName) : key === "locations" ? items.sort() : items;
  }
  if (value === null || typeof value !== "object") return value;
  if (value.fields && Object.hasOwn(DRAFT_FIELDS, value.name ?? "")) value = { ...value, fields: removeDraftFields(value.fields, DRAFT_FIELDS[value.name]) };
  const inner = isBuiltIn || BUILT_IN.has(value.name) || /^__/.test(value.name ?? "");
  return Object.fromEntries(
    Object.entries(value).map(([member, inside]) => [
      member,
      member === "description" && inner ? "(its own text)" : normalized(inside, inner, member),
    ]),
  );
}

function removeDraftFields(fields, draftFields) {
  return fields
    .filter((field) => draftFields[field.name] !== null)
    .map((field) => (draftFields[field.name] && field.args ? { ...field, args: field.args.filter((arg) => !draftFields[field.name].includes(arg.name)) } : field));
}

function byName(a, b) {
  const [x, y] = [a?.name ?? "", b?.name ?? ""];
  return x < y ? -1 : x > y ? 1 : 0;
}
