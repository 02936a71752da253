// What the reference implementation makes of one request: the phase it came to, the data, and each error's rule, path and places.

import {
  buildSchema,
  execute,
  experimentalExecuteIncrementally,
  getOperationAST,
  GraphQLError,
  isScalarType,
  isSpecifiedScalarType,
  parse,
  specifiedRules,
  validate,
  valueFromASTUntyped,
  visit,
} from "graphql";
import { isAboutBuiltIns, normalized } from "./introspection.mjs";
import { ruleName } from "./rules.mjs";

const MANY = 1_000;

/** The schema of an SDL text, with the scalars that the corpus uses. */
export function schemaOf(text) {
  const schema = buildSchema(text);
  for (const type of Object.values(schema.getTypeMap())) {
    if (isScalarType(type) && !isSpecifiedScalarType(type)) Object.assign(type, type.name === "Even" ? even : any);
  }
  return schema;
}

/** The verdict on one case over a schema and the value of its root. */
export async function verdict(schema, root, { document, variables, operationName }) {
  let syntax;
  try {
    syntax = parse(document);
  } catch (error) {
    if (!(error instanceof GraphQLError)) throw error;
    return { phase: "syntax", errors: [{ locations: places(error) }] };
  }
  const errors = validate(schema, syntax, specifiedRules, { maxErrors: MANY }).length === 0 ? [] : byRule(schema, syntax);
  if (errors.length > 0) return { phase: "validation", errors };

  const operation = getOperationAST(syntax, operationName);
  if (operation?.operation === "subscription") return { phase: "subscription" };
  const run = schema.getDirective("defer") ? experimentalExecuteIncrementally : execute;
  const result = await run({
    schema,
    document: syntax,
    rootValue: root,
    contextValue: { count: 0 },
    operationName,
    variableValues: variables,
    fieldResolver: resolve,
    options: { maxCoercionErrors: MANY },
  });
  const told = isAboutBuiltIns(document) ? normalized : (value) => value;
  if ("initialResult" in result) return { phase: "execution", payloads: [result.initialResult, ...(await all(result.subsequentResults))].map((part) => told(part)) };
  if (run !== execute && "data" in result) return { phase: "execution", payloads: [told(result)] };
  if (!("data" in result)) return { phase: operation ? "coercion" : "operation", errors: sorted(result.errors.map((error) => ({ path: error.path, locations: places(error) }))) };
  const executed = { phase: "execution", data: told(result.data) };
  if (result.errors) executed.errors = sorted(result.errors.map((error) => ({ path: error.path, locations: places(error) })));
  return executed;
}

async function all(results) {
  const found = [];
  for await (const result of results) found.push(result);
  return found;
}

// Each rule runs alone, for an error does not say which rule it is of.
function byRule(schema, syntax) {
  const inVariables = new Set();
  visit(syntax, { VariableDefinition: (definition) => visit(definition.type, { NamedType: (type) => void inVariables.add(type) }) });
  return sorted(
    specifiedRules.flatMap((rule) =>
      validate(schema, syntax, [rule], { maxErrors: MANY }).map((error) => ({ rule: ruleName(rule, error, inVariables), locations: places(error) })),
    ),
  );
}

function places(error) {
  return (error.locations ?? []).map((location) => `${location.line}:${location.column}`);
}

// Answers list errors in the order in which fields end, which is nobody's promise.
function sorted(errors) {
  return errors.map((error) => [JSON.stringify(error), error]).sort(([a], [b]) => (a < b ? -1 : a > b ? 1 : 0)).map(([, error]) => error);
}

// Data says how a field ends: { "$throw": "..." } fails, { "$later": value } waits, "$args" answers with the arguments as coerced, "$count"
// with how many were counted before.
function resolve(source, args, context, info) {
  const value = source !== null && typeof source === "object" && Object.hasOwn(source, info.fieldName) ? source[info.fieldName] : undefined;
  return ending(value, args, context, info);
}

function ending(value, args, context, info) {
  if (value === "$count") return context.count++;
  // Couverture's resolvers see null for an argument that was left out.
  if (value === "$args" && /^Any!?$/.test(info.returnType)) return Object.fromEntries(info.parentType.getFields()[info.fieldName].args.map(({ name }) => [name, args[name] ?? null]));
  if (value === null || typeof value !== "object") return value;
  if (Object.hasOwn(value, "$throw")) throw new Error(value.$throw);
  if (Object.hasOwn(value, "$later")) return Promise.resolve().then(() => ending(value.$later, args, context, info));
  return value;
}

const any = {
  coerceOutputValue: (value) => value,
  coerceInputValue: (value) => value,
  coerceInputLiteral: (literal) => valueFromASTUntyped(literal),
};

const even = {
  coerceOutputValue: evenNumber,
  coerceInputValue: evenNumber,
  coerceInputLiteral(literal) {
    if (literal.kind !== "IntValue") throw new Error("Even takes a whole number.");
    return evenNumber(Number(literal.value));
  },
};

function evenNumber(value) {
  if (!Number.isInteger(value) || value % 2 !== 0 || value < -(2 ** 31) || value >= 2 ** 31) throw new Error("Even takes an even number.");
  return value;
}
