import { defineConfig, mergeConfig } from "vitest/config";
import base from "./vitest.config.js";

// What takes longer than the inner loop may: npm run test:slow. CI runs it too.
const merged = mergeConfig(base, defineConfig({ test: { testTimeout: 120_000, fileParallelism: false } }));
export default { ...merged, test: { ...merged.test, include: ["**/*.slow.test.ts"], exclude: ["**/node_modules/**"] } };
