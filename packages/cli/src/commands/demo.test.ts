import { expect, test } from "vitest";
import { wayToClew } from "./demo.js";

test.each([
  [{}, "clew"],
  [{ npm_command: "run-script", npm_config_user_agent: "npm/10.8.2 node/v20.20.2 linux x64" }, "npx clew"],
  [{ npm_command: "exec" }, "npx clew"],
  [{ npm_config_user_agent: "pnpm/10.1.0 npm/? node/v22.0.0 linux x64" }, "pnpm exec clew"],
  [{ npm_config_user_agent: "yarn/4.9.1 npm/? node/v22.0.0 linux x64" }, "yarn clew"],
])("a person who came by %o comes again by %s", (env, way) => {
  expect(wayToClew(env)).toBe(way);
});
