// npm run land: a release makes the schema the one that later changes are compared with.

import { readFileSync, writeFileSync } from "node:fs";
import { fileURLToPath } from "node:url";

const file = (name) => fileURLToPath(new URL(`../../../schema/${name}`, import.meta.url));
const today = new Date().toISOString().slice(0, 10);
const header = `# Landed on ${today}. Later changes of schema/portfolio.graphql are compared with this copy. A release replaces it: npm --prefix tests/conformance/schema run land\n\n`;
writeFileSync(file("landed.graphql"), header + readFileSync(file("portfolio.graphql"), "utf8"));
