// A rule of GraphQL Inspector: a breaking change is accepted if CHANGES.md has it, dated on or after the day that the landed schema is from.

const { readFileSync } = require("node:fs");

module.exports = ({ changes }) => {
  const names = namesSince(readFileSync(process.env.CHANGES_FILE, "utf8"), landedOn(readFileSync(process.env.LANDED_FILE, "utf8")));
  // A change of an argument is documented if its field is. The name of a type stands for the type only, not for its fields.
  const isDated = (path) => names.has(path) || names.has(path.split(".").slice(0, 2).join("."));
  return changes.map((change) => (change.criticality.level === "BREAKING" && isDated(change.path ?? "") ? { ...change, criticality: { ...change.criticality, level: "DANGEROUS" } } : change));
};

const landedOn = (schema) => /^# Landed on (\d{4}-\d\d-\d\d)/.exec(schema)[1];

// The names in backticks of the sections whose headings have a date from `since` on: `Type`, `Type.field`, or `field` of `Type`, `OtherType`.
function namesSince(page, since) {
  const sections = page.split(/^## /m).slice(1).filter((section) => (/^\d{4}-\d\d-\d\d/.exec(section)?.[0] ?? "") >= since);
  const names = new Set();
  for (const section of sections) {
    for (const [, name] of section.matchAll(/`([\w.]+)`/g)) names.add(name);
    for (const [, field, types] of section.matchAll(/`(\w+)` of ((?:`\w+`(?:, )?)+)/g)) {
      for (const [, type] of types.matchAll(/`(\w+)`/g)) names.add(`${type}.${field}`);
    }
  }
  return names;
}
