import { createContext, runInContext } from "node:vm";
import { describe, expect, test } from "vitest";
import { bundleForBrowsers } from "./browser-bundle.js";

describe("a browser's bundle", { timeout: 60_000 }, () => {
  test.each([
    ["of actions and messages", 'import { addDestination, logMessage, withAction } from "clew"', 14_500],
    ["of all that clew exports", 'import * as clew from "clew"; globalThis.clew = clew', 24_200],
    [
      "of scopes too",
      'import * as clew from "clew"; import * as scope from "clew/scope"; globalThis.all = [clew, scope]',
      43_200,
    ],
  ])("%s is small, and has nothing of Node", async (_, program, atMost) => {
    const names = /import \{ (.*?) \}/.exec(program)?.[1];
    const { code, gzipped } = await bundleForBrowsers(
      names === undefined ? program : `${program}; globalThis.all = [${names}];`,
    );
    expect(gzipped).toBeLessThan(atMost);
    expect(code).not.toMatch(/["']node:/);
  });

  test("runs with the globals of a browser only, and knows the action until the first await", async () => {
    const { code } = await bundleForBrowsers(`
      import { addDestination, currentAction, logMessage, toFile, withAction } from "clew";
      addDestination(({ message_type }) => message_type && globalThis.logged.push(message_type));
      const here = () => currentAction()?.type;
      globalThis.done = withAction("click", async (action) => {
        logMessage("in the action");
        const before = here();
        await null;
        action.log("by the action");
        return [before, here()];
      });
      try { toFile("x.log"); } catch (error) { globalThis.refused = error.code; }
    `);
    const logged: string[] = [];
    const timers = { setTimeout, clearTimeout, queueMicrotask };
    const global = createContext({ performance, crypto, TextEncoder, TextDecoder, console, logged, ...timers });
    runInContext(code.replace(/export\s*\{\s*\};?/g, ""), global);
    expect(await global.done).toEqual(["click", undefined]);
    expect(logged).toEqual(["in the action", "by the action"]);
    expect(global.refused).toBe("CLEW_NEEDS_NODE");
  });
});
