import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { bundleForBrowsers } from "./browser-bundle.js";
import { missingChromium, openPage } from "./chromium-page.js";

// The core in a real browser. What stands inside `page.evaluate` runs there, on the names of the bundle: it sees
// nothing of this file, and its value comes back as JSON would.

if (missingChromium !== undefined) console.error(`Not checked that clew runs in Chromium: ${missingChromium}.`);

/** What the page's bundle lays open. */
declare const clew: typeof import("clew");
declare const scopes: typeof import("clew/scope");
/** Each message since the page was loaded: its type with its status, and its level. */
declare const logged: (readonly [string, string])[];
/** The numbers of the tasks that they stand in, in the order of their first messages. */
declare const tasks: number[];
declare const navigator: { readonly userAgent: string };
declare const document: { querySelector(selector: string): { onclick: () => void; click(): void } };
declare const requestAnimationFrame: (callback: () => void) => void;

const PROGRAM = `
  import * as clew from "clew";
  import * as scopes from "clew/scope";
  const logged = [], tasks = [], ids = [];
  clew.addDestination((message) => {
    const { action_type, action_status, message_type, task_uuid, task_level } = message;
    logged.push([message_type ?? action_type + " " + action_status, task_level.join("/")]);
    if (!ids.includes(task_uuid)) ids.push(task_uuid);
    tasks.push(ids.indexOf(task_uuid));
  });
  Object.assign(globalThis, { clew, scopes, logged, tasks });
`;

let opened: Awaited<ReturnType<typeof openPage>>;
let page: typeof opened.page;
const troubles: string[] = [];

beforeAll(async () => {
  if (missingChromium !== undefined) return;
  const { code } = await bundleForBrowsers(PROGRAM);
  opened = await openPage(code);
  page = opened.page;
  page.on("pageerror", ({ message }) => troubles.push(message));
}, 120_000);

afterAll(() => opened?.close());

test.skipIf(missingChromium !== undefined && process.env.CI === undefined)("Chromium is there in CI", () => {
  expect(missingChromium).toBeUndefined();
});

describe.skipIf(missingChromium !== undefined)("in Chromium, clew", () => {
  beforeEach(async () => {
    troubles.length = 0;
    await page.goto(opened.url);
    await page.waitForFunction("globalThis.clew !== undefined");
    return () => expect(troubles, "errors that nobody in the page caught").toEqual([]);
  });

  test("is what this test believes it is: a browser, without Node", async () => {
    const seen = await page.evaluate(() => [navigator.userAgent, typeof process, typeof require].join(" | "));
    expect(seen).toMatch(/Chrome\/\d+.* \| undefined \| undefined$/);
  });

  test("brings actions and messages to a destination, with their levels", async () => {
    const log = await page.evaluate(() => {
      const { logMessage, withAction } = clew;
      const five = withAction("outer", () => {
        logMessage("first");
        withAction("inner", () => logMessage("innermost"));
        try {
          withAction("broken", () => {
            throw new RangeError("no");
          });
        } catch {}
        return 5;
      });
      return { five, logged, tasks: new Set(tasks).size };
    });
    expect(log).toEqual({
      five: 5,
      logged: [
        ["outer started", "1"],
        ["first", "2"],
        ["inner started", "3/1"],
        ["innermost", "3/2"],
        ["inner succeeded", "3/3"],
        ["broken started", "4/1"],
        ["broken failed", "4/2"],
        ["outer succeeded", "5"],
      ],
      tasks: 1,
    });
  });

  test("writes defined messages and lines where a page forbids code from strings", async () => {
    const seen = await page.evaluate(async () => {
      // The browser lifts the page's policy while it evaluates this; a timer's callback is the page's own again.
      await new Promise((resolve) => setTimeout(resolve, 1));
      let compiles = true;
      try {
        new Function("");
      } catch {
        compiles = false;
      }
      const lines: Record<string, unknown>[] = [];
      clew.addDestination({ writeLine: (line) => void lines.push(JSON.parse(line)) });
      const bought = clew.defineMessage("bought", { what: String, price: Number });
      bought.log({ what: "thread", price: 3 });
      return { compiles, type: lines[0]?.message_type, what: lines[0]?.what, price: lines[0]?.price };
    });
    expect(seen).toEqual({ compiles: false, type: "bought", what: "thread", price: 3 });
  });

  test("knows the action until the first await, and afterwards none", async () => {
    const seen = await page.evaluate(async () => {
      const here = () => clew.currentAction()?.type ?? "none";
      const inside: string[] = [];
      const running = clew.withAction("work", async (action) => {
        inside.push(here());
        await null;
        inside.push(here());
        clew.logMessage("a task of its own");
        action.log("by the action");
      });
      const around = here();
      await running;
      return { inside, around, after: here(), logged, tasks };
    });
    expect(seen).toEqual({
      inside: ["work", "none"],
      around: "none",
      after: "none",
      logged: [
        ["work started", "1"],
        ["a task of its own", "1"],
        ["by the action", "2"],
        ["work succeeded", "3"],
      ],
      tasks: [0, 1, 0, 0],
    });
  });

  test("never takes one action for another: not in concurrent bodies, timers, frames, clicks or answers", async () => {
    const seen = await page.evaluate(async () => {
      const found: string[] = [];
      const look = (where: string) => void found.push(`${where}: ${clew.currentAction()?.type ?? "none"}`);
      const button = document.querySelector("button");
      await Promise.all(
        ["a", "b"].map((name) =>
          clew.withAction(name, async () => {
            look(`${name} at first`);
            const timer = new Promise<void>((resolve) => setTimeout(() => resolve(look(`${name} timer`)), 1));
            const frame = new Promise<void>((resolve) => requestAnimationFrame(() => resolve(look(`${name} frame`))));
            await fetch("/main.js").then(() => look(`${name} answer`));
            look(`${name} after it`);
            await Promise.all([timer, frame]);
          }),
        ),
      );
      const clicked = new Promise<void>((resolve) => {
        button.onclick = () => resolve(look("click"));
      });
      await clew.withAction("waits", async () => {
        await null;
        setTimeout(() => button.click(), 1);
        await clicked;
      });
      return found.sort();
    });
    const later = ["after it", "answer", "frame", "timer"];
    expect(seen).toEqual([
      ...["a", "b"].flatMap((name) => [
        `${name} after it: none`,
        `${name} answer: none`,
        `${name} at first: ${name}`,
        ...later.slice(2).map((where) => `${name} ${where}: none`),
      ]),
      "click: none",
    ]);
  });

  test("puts an action under the parent that it is given, after any await", async () => {
    const seen = await page.evaluate(async () => {
      await clew.withAction("click", async (action) => {
        await new Promise((resolve) => setTimeout(resolve, 1));
        await clew.withAction("load", {}, { parent: action }, async (load) => {
          await null;
          load.log("loaded");
        });
        clew.startAction("draw", {}, { parent: action }).finish();
      });
      return { logged, tasks: new Set(tasks).size };
    });
    expect(seen).toEqual({
      logged: [
        ["click started", "1"],
        ["load started", "2/1"],
        ["loaded", "2/2"],
        ["load succeeded", "2/3"],
        ["draw started", "3/1"],
        ["draw succeeded", "3/2"],
        ["click succeeded", "4"],
      ],
      tasks: 1,
    });
  });

  test("cancels the children of a scope by the signal that they are given", async () => {
    const seen = await page.evaluate(async () => {
      const { currentScope, sleep, sleepForever, withScope } = scopes;
      const told: string[] = [];
      const stop = new AbortController();
      const ended = await withScope({ name: "search", signal: stop.signal }, async (scope) => {
        scope.spawn(async ({ signal }) => {
          await sleep(1, { signal });
          told.push(`without: ${currentScope()?.name}, with: ${currentScope({ signal })?.name}`);
          await sleepForever({ signal });
        });
        scope.spawn(async ({ signal }) => {
          await sleep(5, { signal });
          const answer = fetch("/main.js", { signal });
          await answer;
          stop.abort();
          await fetch("/main.js", { signal });
          told.push("not reached");
        });
      }).catch((error) => error);
      return { told, name: ended.name, source: ended.source };
    });
    expect(seen).toEqual({
      told: ["without: undefined, with: search"],
      name: "Cancelled",
      source: "signal",
    });
  });

  test("ends a scope by its time, and by the failure of a child", async () => {
    const seen = await page.evaluate(async () => {
      const { failAfter, sleepForever, withScope } = scopes;
      const late = await failAfter(5, ({ signal }) => sleepForever({ signal })).catch((error) => error.name);
      const sources: string[] = [];
      const failed = await withScope(async (scope) => {
        scope.spawn(({ signal }) => sleepForever({ signal }).catch((error) => void sources.push(error.source)));
        scope.spawn(async () => {
          await null;
          throw new RangeError("no");
        });
      }).catch((error) => error.message);
      return { late, sources, failed };
    });
    expect(seen).toEqual({ late: "TimeoutError", sources: ["sibling"], failed: "no" });
  });

  test("says of what needs files what to use instead", async () => {
    const seen = await page.evaluate(() => {
      try {
        clew.toFile("shop.log");
        return {};
      } catch (error) {
        const { code, message } = error as Error & { code: string };
        return { code, message };
      }
    });
    expect(seen.code).toBe("CLEW_NEEDS_NODE");
    expect(seen.message).toMatch(/^Cannot call toFile here: it needs Node, Bun or Deno; .*addDestination/);
  });
});
