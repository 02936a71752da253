// The documents of the stored corpus (tests/Couverture.Tests/Oracle/cases).

import { readFileSync } from "node:fs";
import { basename } from "node:path";

/** Reads the cases of a theme: a file of documents, each after a line "#= name", with settings in lines "#> setting: value". */
export function readTheme(file) {
  const theme = { name: basename(file, ".graphql"), settings: {}, cases: [] };
  let current = theme;
  for (const line of readFileSync(file, "utf8").split("\n")) {
    if (line.startsWith("#= ")) {
      theme.cases.push((current = { name: line.slice(3), settings: {}, lines: [] }));
    } else if (line.startsWith("#> ")) {
      const end = line.indexOf(":");
      current.settings[line.slice(3, end)] = line.slice(end + 2);
    } else {
      current.lines?.push(line);
    }
  }
  theme.cases = theme.cases.map(({ name, settings, lines }) => ({
    name,
    document: "escaped" in settings ? JSON.parse(settings.escaped) : lines.join("\n").trimEnd(),
    variables: settings.variables && JSON.parse(settings.variables),
    operationName: settings.operation,
    root: settings.root && JSON.parse(settings.root),
  }));
  const names = new Set(theme.cases.map((c) => c.name));
  if (names.size !== theme.cases.length) throw new Error(`${theme.name}: duplicate case name`);
  return theme;
}
