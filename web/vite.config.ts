import { defineConfig } from "vite";

export default defineConfig({
  // Relative, because a proxy in front of the server may strip a path.
  base: "./",
  build: { assetsDir: "page", target: "es2022", modulePreload: { polyfill: false }, reportCompressedSize: false },
  oxc: { jsx: { runtime: "automatic", importSource: "preact" } },
  // For `npx vite`: the graph of a server that runs beside it.
  server: { proxy: { "/graphql": "http://localhost:5000", "/report": "http://localhost:5000" } },
});
