// The vendor's OpenAPI 3.1 documents as JSON Schemas.

import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import Ajv2020 from "ajv/dist/2020.js";
import addFormats from "ajv-formats";

// integers from here on were rounded when JSON.parse read them; their exact bounds are checked in the text (see exactBounds)
const EXACT = 2 ** 53;

/** The documents by version, or null where they are not on this machine. */
export function readDocuments(folder) {
  const files = { "v5.0": join(folder, "openapi-v5.json"), v4: join(folder, "openapi-v4.json") };
  if (!Object.values(files).every(existsSync)) return null;
  return Object.fromEntries(Object.entries(files).map(([version, file]) => [version, JSON.parse(readFileSync(file, "utf8"))]));
}

/** The routes of a document: path below the prefix, parameters, the schema of the good answer and whether it may refuse with 422. */
export function routesOf(version, document) {
  return Object.entries(document.paths).map(([path, { get }]) => ({
    version,
    path: path.replace(/^\/portfolio\//, ""),
    parameters: (get.parameters ?? []).filter((p) => p.in === "query"),
    answer: pointer(path, "200"),
    refusal: get.responses["422"] ? pointer(path, "422") : null,
  }));
}

/**
 * Compiles the document. `asWritten` leaves it untouched. Otherwise two things are changed: the chain enum of objects, an artefact of
 * the generator that made the document, becomes an enum of their numbers; and objects that declare their members take no others, so
 * that the sandbox invents nothing.
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

/** What is wrong with the integers of an answer that JavaScript cannot hold. */
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
