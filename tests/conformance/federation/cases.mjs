// The cases of Apollo's compatibility suite for subgraphs (https://github.com/apollographql/apollo-federation-subgraph-compatibility), in its groups.

import { Trace } from "@apollo/usage-reporting-protobuf";
import { check, equal } from "../live/check.mjs";

const product = { id: "apollo-federation" };
const email = "support@apollographql.com";

/** Runs the cases that the suite sends to the products graph itself. */
export async function direct(products) {
  const { send, load, typeDirectives, fieldDirectives } = products;

  await check("introspection", () => {
    equal(products.fields("Query"), ["product: Product", "deprecatedProduct: DeprecatedProduct"]);
    equal(products.fields("User"), ["averageProductsCreatedPerYear: Int", "email: ID!", "name: String", "totalProductsCreated: Int", "yearsOfEmployment: Int!"]);
  });

  await check("@key single: SDL", () => equal(typeDirectives("User"), ["@extends", '@key(fields: "email")']));
  await check("@key single: entity", async () =>
    equal(await load("... on User { email name }", { __typename: "User", email }), { data: { _entities: [{ email, name: "Jane Smith" }] } }));

  const deprecated = { sku: "apollo-federation-v1", package: "@apollo/federation-v1" };
  await check("@key multiple: SDL", () => equal(typeDirectives("DeprecatedProduct"), ['@key(fields: "sku package")']));
  await check("@key multiple: entity", async () =>
    equal(await load("... on DeprecatedProduct { sku package reason }", { __typename: "DeprecatedProduct", ...deprecated }), {
      data: { _entities: [{ ...deprecated, reason: "Migrate to Federation V2" }] },
    }));

  await check("@key composite: SDL", () => equal(typeDirectives("ProductResearch"), ['@key(fields: "study { caseNumber }")']));
  await check("@key composite: entity", async () =>
    equal(await load("... on ProductResearch { study { caseNumber description } }", { __typename: "ProductResearch", study: { caseNumber: "1234" } }), {
      data: { _entities: [{ study: { caseNumber: "1234", description: "Federation Study" } }] },
    }));

  await check("repeatable @key: SDL", () =>
    equal(typeDirectives("Product"), ["@custom", '@key(fields: "id")', '@key(fields: "sku package")', '@key(fields: "sku variation { id }")']));
  await check("repeatable @key: entities", async () =>
    equal(
      await load(
        "... on Product { id sku }",
        { __typename: "Product", id: "apollo-federation" },
        { __typename: "Product", sku: "federation", package: "@apollo/federation" },
        { __typename: "Product", sku: "studio", variation: { id: "platform" } },
      ),
      { data: { _entities: [{ id: "apollo-federation", sku: "federation" }, { id: "apollo-federation", sku: "federation" }, { id: "apollo-studio", sku: "studio" }] } },
    ));

  await check("@link", () => {
    const versions = products.schemaDirectives().map((directive) => /^@link\(url: "https:\/\/specs\.apollo\.dev\/federation\/v(2\.[0-7])"/.exec(directive)?.[1]);
    equal(versions.filter(Boolean).length, 1);
  });

  await check("@shareable: SDL", () => equal(typeDirectives("ProductDimension"), ["@shareable"]));
  await check("@tag", () => equal(fieldDirectives("Product", "notes"), ['@tag(name: "internal")']));
  await check("@override: SDL", () => equal(fieldDirectives("User", "name"), ['@override(from: "users")']));

  await check("@inaccessible: SDL", () => equal(fieldDirectives("ProductDimension", "unit"), ["@inaccessible"]));
  await check("@inaccessible: the graph itself returns the field", async () =>
    equal(await send("query ($id: ID!) { product(id: $id) { dimensions { unit } } }", product), { data: { product: { dimensions: { unit: "kg" } } } }));

  await check("@composeDirective", () => {
    equal(products.schemaDirectives().slice(1), ['@link(url: "https://myspecs.dev/myCustomDirective/v1.0", import: ["@custom"])', '@composeDirective(name: "@custom")']);
    equal(products.directiveDefinition("custom"), "directive @custom on OBJECT");
  });

  await check("@interfaceObject: SDL", () => equal(typeDirectives("Inventory"), ["@interfaceObject", '@key(fields: "id")']));

  await check("@provides: SDL", () => equal(fieldDirectives("Product", "createdBy"), ['@provides(fields: "totalProductsCreated")']));
  await check("@provides: the graph itself returns the field", async () =>
    equal(await send("query ($id: ID!) { product(id: $id) { createdBy { email totalProductsCreated } } }", product), {
      data: { product: { createdBy: { email, totalProductsCreated: 1337 } } },
    }));

  await check("@requires: SDL", () => equal(fieldDirectives("User", "averageProductsCreatedPerYear"), ['@requires(fields: "totalProductsCreated yearsOfEmployment")']));

  await check("ftv1", async () => {
    const { data, extensions, ...others } = await send("query { __typename }", undefined, { "apollo-federation-include-trace": "ftv1" });
    equal([data, Object.keys(extensions), others], [{ __typename: "Query" }, ["ftv1"], {}]);
    const trace = Trace.decode(Buffer.from(extensions.ftv1, "base64"));
    equal(trace.root.child, []);
    equal(trace.endTime.seconds >= trace.startTime.seconds, true);
  });
  await check("ftv1: without the header there is no trace", async () => equal(await send("query { __typename }"), { data: { __typename: "Query" } }));
}

/** Runs the cases that the suite sends to a gateway over all graphs. */
export async function throughGateway(gateway) {
  const data = async (query, variables) => (await gateway.execute(query, variables)).data;

  await check("@shareable: gateway", async () =>
    equal(await data("query ($id: ID!) { product(id: $id) { dimensions { size weight } } }", product), { product: { dimensions: { size: "small", weight: 1 } } }));
  await check("@override: gateway", async () =>
    equal(await data("query ($id: ID!) { product(id: $id) { createdBy { name } } }", product), { product: { createdBy: { name: "Jane Smith" } } }));
  await check("@requires: gateway", async () =>
    // The gateway has 1337 products from @provides and 10 years from the graph of users.
    equal(await data("query ($id: ID!) { product(id: $id) { createdBy { averageProductsCreatedPerYear email } } }", product), {
      product: { createdBy: { averageProductsCreatedPerYear: 134, email } },
    }));
  await check("@interfaceObject: gateway", async () =>
    equal(await data("query ($id: ID!) { inventory(id: $id) { deprecatedProducts { sku reason } } }", { id: "apollo-oss" }), {
      inventory: { deprecatedProducts: [{ sku: "apollo-federation-v1", reason: "Migrate to Federation V2" }] },
    }));
  await check("@requires of another graph: gateway", async () =>
    equal(await data('query ($id: ID!) { product(id: $id) { delivery(zip: "94111") { estimatedDelivery } } }', product), {
      product: { delivery: { estimatedDelivery: "5/1/2019" } },
    }));

  await check("ftv1: the gateway reads the trace", async () => {
    const { plan } = await gateway.execute("query ($id: ID!) { product(id: $id) { name: sku research { study { caseNumber } } } }", product, true);
    equal(plan.fetch.traceParsingFailed, false);
    const [node] = plan.fetch.trace.root.child;
    equal([node.responseName, node.parentType, node.type], ["product", "Query", "Product"]);
    equal(node.child.map(({ responseName, originalFieldName }) => [responseName, originalFieldName]), [["name", "sku"], ["research", ""]]);
    equal(node.child[1].child.map(({ index }) => index), [0]);
    equal(node.endTime >= node.startTime, true);
  });
}
