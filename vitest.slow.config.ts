import base from "./vitest.config.js";

// What takes longer than the inner loop may: npm run test:slow. CI runs it too.
const { projects: _, ...test } = base.test ?? {};
export default {
  ...base,
  test: {
    ...test,
    include: ["**/*.slow.test.ts"],
    exclude: ["**/node_modules/**"],
    testTimeout: 120_000,
    hookTimeout: 120_000,
    fileParallelism: false,
  },
};
