// Runs PortfolioGraph as deployed, in the profile Public, on the embedded sandbox, behind a recorder.

import { freePort, startServer } from "./processes.mjs";
import { startRecorder } from "./recorder.mjs";
import { faulty } from "./subgraphs.mjs";

/** Starts the server with an empty cache; for one wallet the sandbox fails to return a chart. */
export async function startPortfolio(dll) {
  const [port, sandboxPort] = [await freePort(), await freePort()];
  const chartRoutes = ["v5.0/general/chart", "v4/general/value_chart"];
  const faults = chartRoutes.flatMap((route, i) => [
    [`Sandbox__Faults__${i}__Route`, route],
    [`Sandbox__Faults__${i}__Address`, faulty.address],
    [`Sandbox__Faults__${i}__Status`, "500"],
  ]);
  const server = await startServer(`http://127.0.0.1:${port}/graphql`, "dotnet", [dll, "--urls", `http://127.0.0.1:${port}`], {
    env: {
      ASPNETCORE_ENVIRONMENT: "Production",
      Server__Profile: "Public",
      Sandbox__Enabled: "true",
      Sandbox__Port: `${sandboxPort}`,
      Sandbox__Latency: "00:00:00",
      ...Object.fromEntries(faults),
    },
  });
  const recorder = await startRecorder(server.url);
  return {
    /** The address without the recorder. */
    directUrl: server.url,
    url: recorder.url,
    recorder,
    output: server.output,
    /** The number of calls that reached the sandbox. */
    async upstreamCalls() {
      return (await (await fetch(`http://127.0.0.1:${sandboxPort}/_sandbox/calls`)).json()).length;
    },
    async stop() {
      recorder.stop();
      await server.stop();
    },
  };
}
