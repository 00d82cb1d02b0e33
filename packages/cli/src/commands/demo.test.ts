import { expect, test } from "vitest";
import { nextLines, wayToClew } from "./demo.js";

test.each([
  [{}, "clew"],
  [{ npm_command: "run-script", npm_config_user_agent: "npm/10.8.2 node/v20.20.2 linux x64" }, "npx clew"],
  [{ npm_command: "exec" }, "npx clew"],
  [{ npm_config_user_agent: "pnpm/10.1.0 npm/? node/v22.0.0 linux x64" }, "pnpm exec clew"],
  [{ npm_config_user_agent: "yarn/4.9.1 npm/? node/v22.0.0 linux x64" }, "yarn clew"],
])("a person who came by %o comes again by %s", (env, way) => {
  expect(wayToClew(env)).toBe(way);
});

test("what is printed to go on with can be pasted, wherever the logs are", () => {
  expect(nextLines("npx clew", "clew-demo").slice(0, 2)).toEqual([
    "npx clew why clew-demo            why do orders fail, and what sets them apart?",
    "npx clew slow clew-demo           where does the time of the slow ones go?",
  ]);
  expect(nextLines("clew", "../my logs")[0]).toMatch(/^clew why "\.\.\/my logs" /);
  const meanings = nextLines("clew", "../../somewhere/far/away").map((line) => line.search(/ {2}\S/));
  expect(Math.max(...meanings)).toBe("clew tree --failed ../../somewhere/far/away".length);
});
