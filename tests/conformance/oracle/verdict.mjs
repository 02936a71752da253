// Runs one request on the reference implementation and returns its verdict: the last phase, the data, and each error's rule, path and locations.

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
import { usesIntrospection, normalized } from "./introspection.mjs";
import { ruleName } from "./rules.mjs";

const MAX_ERRORS = 1_000;

/** Builds a schema from SDL, with the scalars of the corpus. */
export function schemaOf(text) {
  const schema = buildSchema(text);
  for (const type of Object.values(schema.getTypeMap())) {
    if (isScalarType(type) && !isSpecifiedScalarType(type)) Object.assign(type, type.name === "Even" ? even : any);
  }
  return schema;
}

/** Returns the verdict of a case, given the schema and the root value. */
export async function verdict(schema, root, { document, variables, operationName }) {
  let syntax;
  try {
    syntax = parse(document);
  } catch (error) {
    if (!(error instanceof GraphQLError)) throw error;
    return { phase: "syntax", errors: [{ locations: locationsOf(error) }] };
  }
  const errors = validate(schema, syntax, specifiedRules, { maxErrors: MAX_ERRORS }).length === 0 ? [] : byRule(schema, syntax);
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
    options: { maxCoercionErrors: MAX_ERRORS },
  });
  const normalize = usesIntrospection(document) ? normalized : (value) => value;
  if ("initialResult" in result) return { phase: "execution", payloads: [result.initialResult, ...(await collect(result.subsequentResults))].map((part) => normalize(part)) };
  if (run !== execute && "data" in result) return { phase: "execution", payloads: [normalize(result)] };
  if (!("data" in result)) return { phase: operation ? "coercion" : "operation", errors: sorted(result.errors.map((error) => ({ path: error.path, locations: locationsOf(error) }))) };
  const executed = { phase: "execution", data: normalize(result.data) };
  if (result.errors) executed.errors = sorted(result.errors.map((error) => ({ path: error.path, locations: locationsOf(error) })));
  return executed;
}

async function collect(results) {
  const list = [];
  for await (const result of results) list.push(result);
  return list;
}

// Runs each rule separately, because an error does not name its rule.
function byRule(schema, syntax) {
  const inVariables = new Set();
  visit(syntax, { VariableDefinition: (definition) => visit(definition.type, { NamedType: (type) => void inVariables.add(type) }) });
  return sorted(
    specifiedRules.flatMap((rule) =>
      validate(schema, syntax, [rule], { maxErrors: MAX_ERRORS }).map((error) => ({ rule: ruleName(rule, error, inVariables), locations: locationsOf(error) })),
    ),
  );
}

function locationsOf(error) {
  return (error.locations ?? []).map((location) => `${location.line}:${location.column}`);
}

// Sorts errors, because they are listed in the order in which fields complete, which is unspecified.
function sorted(errors) {
  return errors.map((error) => [JSON.stringify(error), error]).sort(([a], [b]) => (a < b ? -1 : a > b ? 1 : 0)).map(([, error]) => error);
}

// Special values control the outcome of a field: { "$throw": "..." } fails, { "$later": value } completes asynchronously, "$args" returns the
// coerced arguments, and "$count" returns the number of earlier "$count" fields.
function resolve(source, args, context, info) {
  const value = source !== null && typeof source === "object" && Object.hasOwn(source, info.fieldName) ? source[info.fieldName] : undefined;
  return resolveValue(value, args, context, info);
}

function resolveValue(value, args, context, info) {
  if (value === "$count") return context.count++;
  // Couverture's resolvers see null for an omitted argument.
  if (value === "$args" && /^Any!?$/.test(info.returnType)) return Object.fromEntries(info.parentType.getFields()[info.fieldName].args.map(({ name }) => [name, args[name] ?? null]));
  if (value === null || typeof value !== "object") return value;
  if (Object.hasOwn(value, "$throw")) throw new Error(value.$throw);
  if (Object.hasOwn(value, "$later")) return Promise.resolve().then(() => resolveValue(value.$later, args, context, info));
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
    if (literal.kind !== "IntValue") throw new Error("Even accepts only integers.");
    return evenNumber(Number(literal.value));
  },
};

function evenNumber(value) {
  if (!Number.isInteger(value) || value % 2 !== 0 || value < -(2 ** 31) || value >= 2 ** 31) throw new Error("Even accepts only even 32-bit integers.");
  return value;
}
