// Compiles the vendor's OpenAPI 3.1 documents as JSON Schemas.

import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import Ajv2020 from "ajv/dist/2020.js";
import addFormats from "ajv-formats";

// JSON.parse rounds integers from this size on, so their exact bounds are checked in the text (see exactBounds).
const EXACT = 2 ** 53;

/** Returns the documents by version, or null if a document is missing. */
export function readDocuments(folder) {
  const files = { "v5.0": join(folder, "openapi-v5.json"), v4: join(folder, "openapi-v4.json") };
  if (!Object.values(files).every(existsSync)) return null;
  return Object.fromEntries(Object.entries(files).map(([version, file]) => [version, JSON.parse(readFileSync(file, "utf8"))]));
}

/** Returns the routes of a document: path below the prefix, parameters, response schema, and error schema or null if it has no 422 response. */
export function routesOf(version, document) {
  return Object.entries(document.paths).map(([path, { get }]) => ({
    version,
    path: path.replace(/^\/portfolio\//, ""),
    parameters: (get.parameters ?? []).filter((p) => p.in === "query"),
    responseSchema: pointer(path, "200"),
    errorSchema: get.responses["422"] ? pointer(path, "422") : null,
  }));
}

/**
 * Compiles a document. `asWritten` leaves it unchanged. Otherwise two things are changed. The chain enum of objects, an artifact of the
 * vendor's generator, becomes an enum of chain numbers. Objects with declared members allow no others, so that the sandbox cannot add any.
 */
export function compile(version, document, { asWritten = false } = {}) {
  const schema = structuredClone(document);
  if (!asWritten) {
    const { Chain } = schema.components.schemas;
    schema.components.schemas.Chain = { type: "integer", enum: Chain.enum.map((chain) => chain.id_num) };
    for (const [name, type] of Object.entries(schema.components.schemas))
      if (type.properties && type.additionalProperties === undefined && name !== "ValidationError") type.additionalProperties = false;
  }

  const ajv = new Ajv2020({ allErrors: true, strict: true, strictTypes: false, validateSchema: false });
  addFormats(ajv);
  ajv.addVocabulary(["example", "openapi", "info", "paths", "components", "x-provenance"]);
  ajv.addKeyword({ keyword: "ge", type: "number", validate: (limit, value) => value >= limit });
  ajv.addKeyword({ keyword: "lt", type: "number", validate: (limit, value) => (Math.abs(value) < EXACT ? value < limit : value <= limit) });
  ajv.addSchema(schema, version);
  return (at) => ajv.getSchema(`${version}#${at}`);
}

/** Returns the errors of a response's integers that exceed JavaScript's precision. */
export function exactBounds(text) {
  const problems = [];
  const bounds = { token_id: 2n ** 256n, block_number: 2n ** 64n, block_number_created: 2n ** 64n };
  for (const [, name, digits] of text.matchAll(/"(token_id|block_number|block_number_created)":(-?\d+)/g)) {
    const value = BigInt(digits);
    if (value < 0n || value >= bounds[name]) problems.push(`${name} ${digits} is out of bounds`);
  }
  return problems;
}

function pointer(path, status) {
  const escaped = encodeURIComponent(path.replaceAll("~", "~0").replaceAll("/", "~1"));
  return `/paths/${escaped}/get/responses/${status}/content/application~1json/schema`;
}
