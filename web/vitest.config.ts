import { defineConfig } from "vitest/config";

export default defineConfig({
  test: {
    include: ["test/**/*.test.ts"],
    reporters: [
      "default",
      {
        // The last line is the one that .ci/run counts.
        onTestRunEnd(modules) {
          const results = modules.flatMap((module) => [...module.children.allTests()]).map((test) => test.result().state);
          console.log(`${results.filter((state) => state === "passed").length} passed, ${results.filter((state) => state !== "passed").length} failed`);
        },
      },
    ],
  },
});
