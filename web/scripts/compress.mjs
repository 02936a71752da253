// Writes each file of the build also in compressed form, which the server sends as it is, and prints the sizes. Fails if the page is too large to load.

import { readFileSync, readdirSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { brotliCompressSync, constants, gzipSync } from "node:zlib";

const maxBytes = 150 * 1024;

const dist = join(dirname(dirname(fileURLToPath(import.meta.url))), "dist");
const total = { plain: 0, gzip: 0, brotli: 0 };
for (const name of ["index.html", ...readdirSync(join(dist, "page")).filter((file) => /\.(js|css)$/.test(file)).map((file) => `page/${file}`)]) {
  const content = readFileSync(join(dist, name));
  const gzip = gzipSync(content, { level: 9 });
  const brotli = brotliCompressSync(content, { params: { [constants.BROTLI_PARAM_SIZE_HINT]: content.length } });
  if (name !== "index.html") {
    writeFileSync(join(dist, `${name}.gz`), gzip);
    writeFileSync(join(dist, `${name}.br`), brotli);
  }
  const sizes = { plain: content.length, gzip: gzip.length, brotli: brotli.length };
  console.log(name, sizes);
  for (const form of Object.keys(total)) total[form] += sizes[form];
}

console.log("the page", total);
if (total.gzip > maxBytes) {
  console.error(`error PAGE0001: the page has ${total.gzip} bytes with gzip, and must have at most ${maxBytes}.`);
  process.exit(1);
}
