// Introspection answers in a comparable form: the order of types is nobody's promise, the descriptions of what every schema has are each
// implementation's own text.

const BUILT_IN = new Set(["Int", "Float", "String", "Boolean", "ID", "skip", "include", "deprecated", "specifiedBy", "oneOf", "defer", "stream"]);
// What drafts later than the edition of September 2025 add.
const LATER = new Set(["FRAGMENT_VARIABLE_DEFINITION", "DIRECTIVE_DEFINITION"]);
const LATER_FIELDS = { __Schema: { directives: ["includeDeprecated"] }, __Directive: { isDeprecated: null, deprecationReason: null } };
const UNORDERED = new Set(["types", "directives", "possibleTypes", "interfaces"]);

export function isAboutBuiltIns(document) {
  return /__schema|__type\b/.test(document);
}

export function normalized(value, isBuiltIn = false, key = "") {
  if (Array.isArray(value)) {
    const items = value.filter((item) => !LATER.has(item?.name ?? item)).map((item) => normalized(item, isBuiltIn));
    return UNORDERED.has(key) ? items.sort(byName) : key === "locations" ? items.sort() : items;
  }
  if (value === null || typeof value !== "object") return value;
  if (value.fields && Object.hasOwn(LATER_FIELDS, value.name ?? "")) value = { ...value, fields: edition(value.fields, LATER_FIELDS[value.name]) };
  const inner = isBuiltIn || BUILT_IN.has(value.name) || /^__/.test(value.name ?? "");
  return Object.fromEntries(
    Object.entries(value).map(([member, inside]) => [
      member,
      member === "description" && inner ? "(its own text)" : normalized(inside, inner, member),
    ]),
  );
}

function edition(fields, later) {
  return fields
    .filter((field) => later[field.name] !== null)
    .map((field) => (later[field.name] && field.args ? { ...field, args: field.args.filter((arg) => !later[field.name].includes(arg.name)) } : field));
}

function byName(a, b) {
  const [x, y] = [a?.name ?? "", b?.name ?? ""];
  return x < y ? -1 : x > y ? 1 : 0;
}
