import { createServer } from "node:http";
import { buildHTTPExecutor } from "@graphql-tools/executor-http";
import { stitchSchemas } from "@graphql-tools/stitch";
import { schemaFromExecutor } from "@graphql-tools/wrap";
import { createYoga } from "graphql-yoga";

const graph = async (endpoint, settings) => {
  const executor = buildHTTPExecutor({ endpoint });
  return { executor, schema: await schemaFromExecutor(executor), ...settings };
};

const schema = stitchSchemas({
  subschemas: [
    await graph(process.env.USERS_URL),
    await graph(process.env.PORTFOLIO_URL, {
      merge: {
        Wallet: {
          selectionSet: "{ address }",
          fieldName: "walletsByKey",
          key: ({ address }) => address,
          argsFromKeys: (addresses) => ({ addresses }),
          // The server accepts at most 1000 keys per field.
          dataLoaderOptions: { maxBatchSize: 1000 },
        },
      },
    }),
  ],
});

createServer(createYoga({ schema })).listen(Number(process.env.PORT), "127.0.0.1");
