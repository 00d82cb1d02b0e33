import { fileURLToPath } from "node:url";
import { defineConfig } from "vitest/config";
import { threadCode } from "./packages/clew/thread-code.mjs";

const source = (path: string) => fileURLToPath(new URL(`./packages/clew/src/${path}`, import.meta.url));
const log = (path: string) => fileURLToPath(new URL(`./packages/log/src/${path}`, import.meta.url));

/**
 * Rooms whose tests leave nothing behind for each other: they share what they import, which halves their time. The others
 * change what a process has once (the carrier, destinations, signals), and get one of their own for each file.
 */
const SHARING = [
  "packages/clew/src/{wire,parse,render,explain,scope,live}/**/*.test.ts",
  "packages/log/src/**/*.test.ts",
  "packages/cli/src/**/*.test.ts",
  "packages/viewer/src/**/*.test.ts",
];

const NEVER = ["**/node_modules/**", "**/*.slow.test.ts"];

export default defineConfig({
  plugins: [threadCode()],
  resolve: {
    // Tests run on the sources; what is packed has tests of its own.
    alias: [
      { find: /^clew$/, replacement: source("index.node.ts") },
      { find: /^@clew\/log$/, replacement: log("index.ts") },
      { find: /^@clew\/log\/(.+)$/, replacement: log("$1/index.ts") },
      { find: /^clew\/observe$/, replacement: source("observe.node.ts") },
      { find: /^clew\/(.+)$/, replacement: source("$1/index.ts") },
    ],
  },
  test: {
    projects: [
      { extends: true, test: { name: "sharing", include: SHARING, exclude: NEVER, isolate: false } },
      {
        extends: true,
        test: {
          name: "alone",
          include: ["packages/*/src/**/*.test.ts", "test/**/*.test.ts"],
          exclude: [...NEVER, ...SHARING],
        },
      },
    ],
    setupFiles: ["./test/seeded.ts"],
    // Five seconds are too few for laws of a thousand runs where both cores are taken.
    testTimeout: 20_000,
    // What is made before the tests of a file has as long as a test: vitest's ten seconds are too few while commands load.
    hookTimeout: 20_000,
    // Vitest would leave one core free; on a machine of two that is half of it.
    maxWorkers: "100%",
    reporters: ["default", "./test/closing-line.ts"],
  },
});
