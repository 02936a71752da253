// The clients of the SDK, in both of its major versions, with every tool, resource and prompt.

import { Client as NewClient, StreamableHTTPClientTransport as NewTransport } from "@modelcontextprotocol/client";
import { Client as OldClient } from "@modelcontextprotocol/sdk/client/index.js";
import { StreamableHTTPClientTransport as OldTransport } from "@modelcontextprotocol/sdk/client/streamableHttp.js";
import { Ajv2020 } from "ajv/dist/2020.js";
import formats from "ajv-formats";
import { check, equal } from "../live/check.mjs";
import { address, dataOf, queries, stable, variables } from "./operations.mjs";
import { key } from "./server.mjs";

const about = { name: "conformance", version: "1.0.0" };
const authorized = { requestInit: { headers: { "x-api-key": key } } };

const clients = {
  "sdk 1": [() => new OldClient(about), OldTransport],
  "sdk 2, with a handshake": [() => new NewClient(about), NewTransport],
  "sdk 2, without a handshake": [() => new NewClient(about, { versionNegotiation: { mode: { pin: "2026-07-28" } } }), NewTransport],
};

/** Returns what an action throws. */
const errorOf = async (action) => {
  try {
    await action();
  } catch (error) {
    return error;
  }
  throw new Error("no error");
};

export async function useClients(server) {
  for (const [name, [create, Transport]] of Object.entries(clients)) {
    const client = create();
    await check(`${name}: connects`, () => client.connect(new Transport(new URL(server.mcp), authorized)));
    await use(name, client, server);
    await client.close();

    await check(`${name}: is rejected without a key`, async () => {
      const error = await errorOf(() => create().connect(new Transport(new URL(server.mcp))));
      equal(/401|API_KEY_INVALID|nauthorized/.test(`${error.code} ${error.message}`), true);
    });
  }
}

async function use(client, connection, server) {
  const call = (name, args) => connection.callTool({ name, arguments: args });
  const { tools } = await connection.listTools();

  await check(`${client}: the tools are the queries of the trusted documents`, () => equal([tools.map((tool) => tool.name), Object.keys(variables)], [Object.keys(queries), Object.keys(queries)]));
  for (const tool of tools) {
    await check(`${client}: ${tool.name} accepts its arguments, and no others`, () => {
      const ajv = formats.default(new Ajv2020({ strict: true }));
      const validate = ajv.compile(tool.inputSchema);
      equal([validate(variables[tool.name]), validate({ ...variables[tool.name], unknown: 1 })], [true, false]);
    });
    await check(`${client}: ${tool.name} returns the data of the graph`, async () => {
      const result = await call(tool.name, variables[tool.name]);
      equal([result.isError ?? false, JSON.parse(result.content[0].text)], [false, result.structuredContent]);
      equal(stable(result.structuredContent.data), await dataOf(server, tool.name));
    });
  }

  await check(`${client}: an invalid argument is a result with a code`, async () => {
    const result = await call("WalletTokens", { address: "0x12" });
    equal([result.isError, result.structuredContent.errors.map((error) => error.extensions.code)], [true, ["ADDRESS_INVALID"]]);
  });
  await check(`${client}: an unknown tool is an error with a code`, async () => {
    const error = await errorOf(() => call("RefreshWallets", { addresses: [address] }));
    equal([error.code, error.data], [-32602, { code: "NOT_FOUND" }]);
  });
  await check(`${client}: the resources can be read`, async () => {
    const { resources } = await connection.listResources();
    const texts = await Promise.all(resources.map(async ({ uri }) => (await connection.readResource({ uri })).contents[0].text));
    equal(resources.map((resource) => resource.name), ["errors", "schema"]);
    equal([texts[0].includes("ADDRESS_INVALID"), texts[1].includes("type Wallet ")], [true, true]);
  });
  await check(`${client}: the prompts can be read`, async () => {
    const { prompts } = await connection.listPrompts();
    equal(prompts.map((prompt) => prompt.name), ["explain_portfolio", "what_changed", "compare_wallets", "explain_risks"]);
    const values = { address, addresses: address, since: "2025-01-31" };
    for (const prompt of prompts) {
      const { messages } = await connection.getPrompt({ name: prompt.name, arguments: Object.fromEntries(prompt.arguments.map(({ name }) => [name, values[name]])) });
      equal([messages.length, messages[0].content.text.toLowerCase().includes(address)], [1, true]);
    }
  });
}
