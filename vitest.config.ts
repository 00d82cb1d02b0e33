import { fileURLToPath } from "node:url";
import { defineConfig } from "vitest/config";

const source = (path: string) => fileURLToPath(new URL(`./packages/clew/src/${path}`, import.meta.url));

export default defineConfig({
  resolve: {
    // Tests run on the sources; what is packed has tests of its own.
    alias: [
      { find: /^clew$/, replacement: source("index.node.ts") },
      { find: /^clew\/(.+)$/, replacement: source("$1/index.ts") },
    ],
  },
  test: {
    include: ["packages/*/src/**/*.test.ts", "test/**/*.test.ts"],
    exclude: ["**/node_modules/**", "**/*.slow.test.ts"],
    reporters: ["default", "./test/closing-line.ts"],
  },
});
