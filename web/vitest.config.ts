import { defineConfig } from "vitest/config";

// West of UTC, where a day of UTC begins on the day before. The processes of the tests inherit it.
process.env.TZ = "America/New_York";

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
