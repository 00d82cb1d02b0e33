import { fileURLToPath } from "node:url";
import { defineConfig } from "vitest/config";

const source = (path: string) => fileURLToPath(new URL(`./packages/clew/src/${path}`, import.meta.url));

export default defineConfig({
  resolve: {
    // Tests run on the sources; what is packed has tests of its own.
    alias: [
      { find: /^clew$/, replacement: source("index.node.ts") },
      {
        find: "@clew/viewer/model",
        replacement: fileURLToPath(new URL("./packages/viewer/src/model/index.ts", import.meta.url)),
      },
      { find: /^clew\/observe$/, replacement: source("observe.node.ts") },
      { find: /^clew\/(.+)$/, replacement: source("$1/index.ts") },
    ],
  },
  test: {
    include: ["packages/*/src/**/*.test.ts", "test/**/*.test.ts"],
    exclude: ["**/node_modules/**", "**/*.slow.test.ts"],
    setupFiles: ["./test/seeded.ts"],
    // Vitest would leave one core free; on a machine of two that is half of it.
    maxWorkers: "100%",
    reporters: ["default", "./test/closing-line.ts"],
  },
});
