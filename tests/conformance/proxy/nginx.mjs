// Runs nginx as a child process on loopback ports, with its files in a temporary folder.

import { spawn } from "node:child_process";
import { chmod, mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { connect, createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";

/** Returns distinct free loopback ports. */
export async function freePorts(count) {
  const servers = await Promise.all(Array.from({ length: count }, listen));
  const ports = servers.map((server) => server.address().port);
  await Promise.all(servers.map((server) => new Promise((resolve) => server.close(resolve))));
  return ports;
}

/** Starts nginx with sites, each with a port and its location blocks, or with a port and the whole text of a file of sites, which listens on it. */
export async function startNginx(sites) {
  const folder = await mkdtemp(join(tmpdir(), "portfoliograph-nginx-"));
  // If nginx is started as root, its workers run as another user and need access to the folder.
  await chmod(folder, 0o755);
  await writeFile(join(folder, "nginx.conf"), configuration(folder, sites));
  const child = spawn(process.env.NGINX ?? "/usr/sbin/nginx", ["-p", folder, "-c", join(folder, "nginx.conf"), "-e", join(folder, "error.log")], { stdio: ["ignore", "inherit", "inherit"] });
  const ended = new Promise((resolve) => {
    child.once("exit", resolve);
    child.once("error", resolve);
  });
  const stop = async () => {
    child.kill("SIGTERM");
    await ended;
    await rm(folder, { recursive: true });
  };
  let hasEnded = false;
  ended.then(() => (hasEnded = true));
  for (const { port } of sites) {
    while (!(await isListening(port))) {
      if (!hasEnded) continue;
      const log = await readFile(join(folder, "error.log"), "utf8").catch(() => "Install the Debian package nginx, or set NGINX to the path of an nginx binary.");
      await rm(folder, { recursive: true });
      throw new Error(`nginx did not start. ${log}`);
    }
  }
  return { stop };
}

const configuration = (folder, sites) => `
daemon off;
worker_processes 1;
pid ${folder}/nginx.pid;
events {}
http {
  access_log ${folder}/access.log;
  client_body_temp_path ${folder}/body;
  proxy_temp_path ${folder}/proxy;
  fastcgi_temp_path ${folder}/fastcgi;
  uwsgi_temp_path ${folder}/uwsgi;
  scgi_temp_path ${folder}/scgi;
  ${sites.map(({ port, locations, text }) => text ?? `server {\n    listen 127.0.0.1:${port};\n${locations}\n  }`).join("\n  ")}
}
`;

const listen = () =>
  new Promise((resolve) => {
    const server = createServer().listen(0, "127.0.0.1", () => resolve(server));
  });

const isListening = (port) =>
  new Promise((resolve) => {
    const socket = connect(port, "127.0.0.1");
    socket.once("connect", () => {
      socket.destroy();
      resolve(true);
    });
    socket.once("error", () => setTimeout(resolve, 20, false));
  });
