// npm test [-- PATH/PortfolioGraph.Server.dll]   (or set SERVER_DLL; by default the server is built)
// Checks that the links of a server behind nginx can be fetched through nginx. nginx sends its default Host, which is the address in proxy_pass, and
// the X-Forwarded-* headers of schema/PROFILES.md. Ends with "N passed, N failed".

import { dirname, join, resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { check, close, equal } from "../live/check.mjs";
import { assembly, start } from "../live/server.mjs";
import { freePorts, startNginx } from "./nginx.mjs";

const Address = "0xd8dA6BF26964aF9D7eEd9e03E53415D37aA96045";
const root = resolve(dirname(fileURLToPath(import.meta.url)), "../../..");
const dll = assembly(root, process.argv[2] ?? process.env.SERVER_DLL, join("src", "PortfolioGraph.Server"), "PortfolioGraph.Server.dll");
const [atRoot, belowPath, withoutHeaders] = await freePorts(3);

// Clients use localhost; nginx reaches the servers at 127.0.0.1.
const published = `http://localhost:${withoutHeaders}/company/data`;
const stops = [];
try {
  const forwarded = await serve({ ASPNETCORE_FORWARDEDHEADERS_ENABLED: "true", AllowedHosts: "localhost;127.0.0.1" });
  const fixed = await serve({ Server__PublicUrl: published });
  const nginx = await startNginx([
    { port: atRoot, locations: location("/", `${forwarded}/`, forwardedHeaders('""')) },
    { port: belowPath, locations: location("/portfolio/", `${forwarded}/`, forwardedHeaders("/portfolio")) },
    { port: withoutHeaders, locations: location("/company/data/", `${fixed}/`, "") },
  ]);
  stops.push(nginx.stop);

  await checkLinks("at the root", `http://localhost:${atRoot}`);
  await checkLinks("below a path", `http://localhost:${belowPath}/portfolio`);
  await checkLinks("by Server:PublicUrl alone", published);
} finally {
  for (const stop of stops.reverse()) await stop();
}
process.exit(close());

async function checkLinks(where, site) {
  await check(`the report's link can be fetched through nginx, ${where}`, async () => {
    const { csv, downloadUrl } = await report(site);
    equal(downloadUrl, `${site}/report/${Address}.csv?range=ONE_YEAR&includeClosed=true`);
    const file = await fetch(downloadUrl);
    equal([file.status, file.headers.get("content-type")], [200, "text/csv; charset=utf-8"]);
    equal(Buffer.from(await file.arrayBuffer()).toString("utf8"), `\uFEFF${csv}`);
    const again = await fetch(downloadUrl, { headers: { "if-none-match": file.headers.get("etag") } });
    equal([again.status, await again.text()], [304, ""]);
    equal((await fetch(downloadUrl, { method: "HEAD" })).headers.get("content-type"), "text/csv; charset=utf-8");
  });
  await check(`the landing page's command has the public address, ${where}`, async () => {
    const page = await (await fetch(`${site}/`)).text();
    equal(/curl &#x27;([^&]*)&#x27;/.exec(page)?.[1], `${site}/graphql`);
  });
  await check(`forwarding headers sent by a client are ignored, ${where}`, async () => {
    const forgedHeaders = { "x-forwarded-host": "evil.example", "x-forwarded-proto": "https", "x-forwarded-prefix": "/evil", forwarded: "host=evil.example" };
    equal((await report(site, forgedHeaders)).downloadUrl, (await report(site)).downloadUrl);
  });
}

async function report(site, headers = {}) {
  const query = `{ wallet(address: "${Address}") { report { csv downloadUrl } } }`;
  const response = await fetch(`${site}/graphql`, { method: "POST", headers: { "content-type": "application/json", ...headers }, body: JSON.stringify({ query }) });
  return (await response.json()).data.wallet.report;
}

async function serve(settings) {
  const server = await start(dll, { args: ["--urls", "http://127.0.0.1:0"], env: { ASPNETCORE_ENVIRONMENT: "Production", Sandbox__Enabled: "true", ...settings } });
  stops.push(server.stop);
  return server.address;
}

function location(path, server, more) {
  return `    location ${path} {\n      proxy_pass ${server};\n${more}    }`;
}

function forwardedHeaders(prefix) {
  return `      proxy_set_header X-Forwarded-For $proxy_add_x_forwarded_for;
      proxy_set_header X-Forwarded-Proto $scheme;
      proxy_set_header X-Forwarded-Host $http_host;
      proxy_set_header X-Forwarded-Prefix ${prefix};
`;
}
