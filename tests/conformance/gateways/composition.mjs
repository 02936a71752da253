// Composes PortfolioGraph with the graphs of other teams, with each vendor's tool. A result has the problems that the tool reported, of any severity.

import { cpSync, mkdtempSync, readFileSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { composeServices as composeApollo } from "@apollo/composition";
import { composeServices as composeGuild } from "@theguild/federation-composition";
import { parse } from "graphql";
import { run } from "./processes.mjs";
import { subgraphs } from "./subgraphs.mjs";

export const here = dirname(fileURLToPath(import.meta.url));
const schemas = join(here, "..", "..", "..", "schema");

/** A new temporary folder, for the files that the tools write. */
export const folder = mkdtempSync(join(tmpdir(), "portfoliograph-gateways-"));

/** Apollo's own composition. */
export const apollo = (urls) => federation(composeApollo, "apollo", urls);

/** The composition that Hive Gateway's vendor provides. */
export const guild = (urls) => federation(composeGuild, "guild", urls);

/** The schema of the repository for Apollo Federation. */
export const federationSdl = () => readFileSync(join(schemas, "portfolio.federation.graphql"), "utf8");

function federation(compose, name, urls) {
  const sdls = Object.entries({ portfolio: federationSdl(), ...subgraphs });
  const { errors = [], hints = [], supergraphSdl } = compose(sdls.map(([name, sdl]) => ({ name, url: urls[name], typeDefs: parse(sdl) })));
  const file = join(folder, `${name}.graphql`);
  if (supergraphSdl) writeFileSync(file, supergraphSdl);
  return { file, problems: [...errors, ...hints].map(({ message }) => message) };
}

/** HotChocolate Fusion, by nitro. Each graph has a folder with its schema and settings. */
export async function fusion(urls) {
  const file = join(folder, "fusion.far");
  const folders = Object.keys(urls).map((name) => {
    const graph = join(folder, "fusion", name);
    cpSync(name === "portfolio" ? join(schemas, "fusion") : join(here, "fusion", name), graph, { recursive: true });
    const settings = JSON.parse(readFileSync(join(graph, "schema-settings.json"), "utf8"));
    settings.transports.http.url = urls[name];
    writeFileSync(join(graph, "schema-settings.json"), JSON.stringify(settings));
    return graph;
  });
  const { code, output } = await run(nitro, ["fusion", "compose", ...folders.flatMap((graph) => ["-f", graph]), "-a", file, "-e", "dev"], { env: nitroEnvironment });
  const problems = output.split("\n").filter((line) => /\[(WRN|ERR)\]/.test(line));
  return { file, problems: code === 0 || problems.length > 0 ? problems : [output] };
}

export const nitro = join(here, "fusion", "node_modules", "@chillicream", "nitro-linux-x64", "nitro");

/** Nitro needs no ICU with the first; with the second it opens no browser. */
export const nitroEnvironment = { DOTNET_SYSTEM_GLOBALIZATION_INVARIANT: "1", BROWSER: "true" };

/** GraphQL Mesh, which reads the schema of the running server. */
export async function mesh(urls) {
  const file = join(folder, "mesh.graphql");
  const program = join(here, "hive", "node_modules", "@graphql-mesh", "compose-cli", "esm", "bin.js");
  const { code, output } = await run("node", [program, "-c", "mesh.config.ts", "-o", file], {
    cwd: join(here, "hive", "mesh"),
    env: { PORTFOLIO_URL: urls.portfolio, USERS_URL: urls.users },
  });
  const problems = output.split("\n").filter((line) => /\b(WARN|ERROR)\b/.test(line));
  return { file, problems: code === 0 || problems.length > 0 ? problems : [output] };
}
