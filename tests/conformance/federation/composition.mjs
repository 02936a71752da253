// Composes the products graph with the other graphs of the suite, with each vendor's tool.

import { composeServices as composeApollo } from "@apollo/composition";
import { composeServices as composeGuild } from "@theguild/federation-composition";
import { buildSchema, parse } from "graphql";
import { check, equal } from "../live/check.mjs";
import { sdls } from "./subgraphs.mjs";

// Both follow from the suite's schemas: only products has `ProductDimension.unit`, and users still has the overridden `User.name`.
const hintCodes = { Apollo: ["INCONSISTENT_OBJECT_VALUE_TYPE_FIELD", "OVERRIDDEN_FIELD_CAN_BE_REMOVED"], Guild: [] };

/** Checks that both tools compose the graphs; returns Apollo's supergraph. */
export async function composition(products) {
  let supergraph;
  for (const [vendor, compose] of Object.entries({ Apollo: composeApollo, Guild: composeGuild })) {
    await check(`${vendor} composes the graphs`, () => {
      const { errors = [], hints = [], supergraphSdl } = compose(
        Object.entries({ products: products.sdl, ...sdls }).map(([name, sdl]) => ({ name, url: "http://127.0.0.1", typeDefs: parse(sdl) })),
      );
      equal(errors.map(({ message }) => message), []);
      equal(hints.map(({ definition }) => definition.code).sort(), hintCodes[vendor]);
      const schema = buildSchema(supergraphSdl, { assumeValidSDL: true });
      equal(schema.getDirective("custom")?.name, "custom");
      equal(schema.getType("Product").astNode.directives.some(({ name }) => name.value === "custom"), true);
      supergraph ??= supergraphSdl;
    });
  }
  return supergraph;
}
