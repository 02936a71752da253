// Installs the packages of each gateway in a folder of its own, because their versions of the same packages differ.

import { spawnSync } from "node:child_process";
import { statSync } from "node:fs";
import { join } from "node:path";

for (const name of ["stitch", "apollo", "hive", "fusion"]) {
  const folder = join(import.meta.dirname, name);
  if (modified(join(folder, "node_modules", ".package-lock.json")) > modified(join(folder, "package-lock.json"))) continue;
  const { status } = spawnSync("npm", ["--prefix", folder, "ci", "--no-audit", "--no-fund"], { stdio: "inherit" });
  if (status !== 0) process.exit(1);
}

function modified(file) {
  return statSync(file, { throwIfNoEntry: false })?.mtimeMs ?? 0;
}
