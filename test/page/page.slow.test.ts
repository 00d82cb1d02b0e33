import { execFileSync } from "node:child_process";
import { appendFileSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import type { BrowserContext, Page } from "playwright-core";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { launchChromium, missingChromium } from "../chromium-page.js";
import { ViewProcess } from "../view-process.js";
import { hostileLog, orderLines, retriedLog, shopLog, stoppedLog, uuidOf } from "./sample-logs.js";
import { seriousFindings, type WatchedPage, watchedPage } from "./watched-page.js";

// The page in a real browser, as people meet it: from the command, and as an exported file.

if (missingChromium !== undefined) console.error(`Not checked that the page works in Chromium: ${missingChromium}.`);

const root = fileURLToPath(new URL("../..", import.meta.url));
const SCOPES = join(root, "fixtures/trio-vis/0.1.0/happy-eyeball.json");
const VIEWS = ["overview", "forest", "task", "scopes", "why", "slow", "diff"] as const;
/** What a view shows once something is chosen in it. */
const CHOICES = [
  "forest?chart=heatmap&apart=status%3Dfailed&type=order.place",
  "forest?list=groups&by=stock.reserve.item",
  "slow?slowest=1",
  "diff?set-a=status%3Dsucceeded&set-b=status%3Dfailed",
];
const TASKS = 200;
const FAILED = 20;
/** What a page needs tenths of a second for has come by then, however busy the machine is. */
const MOST_MS = 20_000;

let chromium: { context: BrowserContext; close: () => Promise<void> };
let folder: string;
let log: string;
let view: ViewProcess | undefined;
let opened: WatchedPage | undefined;

beforeAll(async () => {
  if (missingChromium === undefined) chromium = await launchChromium();
});
afterAll(() => chromium?.close());

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "clew-page-"));
  log = join(folder, "app.log");
});
afterEach(async () => {
  const { page, troubles } = opened ?? {};
  opened = undefined;
  await page?.close();
  await view?.end("SIGTERM");
  view = undefined;
  rmSync(folder, { recursive: true });
  expect(troubles ?? [], "what must not happen in a page").toEqual([]);
});

/** Opens the list of tasks of a log, at the address that the command printed. */
async function open(text: string, ...more: readonly string[]): Promise<Page> {
  writeFileSync(log, text);
  view = new ViewProcess([log, ...more]);
  return visit(`${await view.address()}&forest`);
}

async function visit(address: string): Promise<Page> {
  opened = await watchedPage(chromium.context, new URL("/", address).href);
  opened.page.setDefaultTimeout(MOST_MS);
  await opened.page.goto(address);
  return opened.page;
}

/** The exported page of a log, as a file in a browser. */
async function openExported(text: string, ...choice: readonly string[]): Promise<Page> {
  writeFileSync(log, text);
  const args = [join(root, "packages/cli/bin/clew.js"), "export", "--to", "html", ...choice, log];
  const html = join(folder, "app.html");
  try {
    writeFileSync(html, execFileSync(process.execPath, args, { maxBuffer: 2 ** 30, stdio: "pipe" }));
  } catch (error) {
    // Status 1: lines that could not be used. The page is whole.
    writeFileSync(html, (error as { readonly stdout: Buffer }).stdout);
  }
  const address = `${pathToFileURL(html).href}#forest`;
  opened = await watchedPage(chromium.context, pathToFileURL(html).href);
  opened.page.setDefaultTimeout(MOST_MS);
  await opened.page.goto(address);
  return opened.page;
}

/** The output of a command about a log, without a screen. */
function clew(...args: readonly string[]): string {
  return execFileSync(process.execPath, [join(root, "packages/cli/bin/clew.js"), ...args], {
    encoding: "utf8",
    env: { ...process.env, NO_COLOR: "1", COLUMNS: "10000" },
  });
}

const count = (page: Page, text: string) => page.getByText(text, { exact: true }).first().waitFor();
const rows = (page: Page) => page.getByRole("row");
const view$ = (page: Page, name: string) => page.getByRole("navigation").getByRole("link", { name, exact: true });

test.skipIf(missingChromium !== undefined && process.env.CI === undefined)("Chromium is there in CI", () => {
  expect(missingChromium).toBeUndefined();
});

describe.skipIf(missingChromium !== undefined)("the page of clew view", () => {
  test("says as of when its answers are, where who answers lacks what came since", async () => {
    const page = await open(shopLog(3));
    await page.locator("#task-0 a").waitFor();
    expect(await page.locator(".log-name").textContent()).not.toContain("as of");
    await page.route("**/api/summary*", async (route) => {
      const response = await route.fetch();
      await route.fulfill({
        response,
        json: { ...(await response.json()), asOf: Date.UTC(2026, 10, 28, 14, 3, 7) / 1000 },
      });
    });
    await page.reload();
    await page.getByText("as of").waitFor();
    expect(await page.locator(".log-name").textContent()).toContain("as of 11-28 14:03:07");
  });

  test("opens with the token of its address, hides it, and opens again without it", async () => {
    const page = await open(shopLog(TASKS));
    await count(page, `${TASKS} tasks`);
    expect(page.url()).not.toContain("token");
    await page.reload();
    await count(page, `${TASKS} tasks`);
  });

  test("shows nothing of a log to who has no token", async () => {
    writeFileSync(log, shopLog(3));
    view = new ViewProcess([log]);
    const address = new URL(await view.address());
    const other = await launchChromium();
    try {
      const page = await other.context.newPage();
      await page.goto(`${address.origin}/`);
      await page.getByText("This page needs the token of its run").first().waitFor();
      expect(await page.locator("body").textContent()).not.toContain("order.place");
    } finally {
      await other.close();
    }
  });

  test("finds what is searched for as it is typed, and a link carries it", async () => {
    const page = await open(shopLog(TASKS));
    await page.getByRole("searchbox").pressSequentially("1042");
    await count(page, "1 task");
    await page.waitForURL(/text=1042/);
    await page.reload();
    await count(page, "1 task");
    expect(await page.getByRole("searchbox").inputValue()).toBe("1042");
  });

  test("narrows by what is failed and by values of fields", async () => {
    const page = await open(shopLog(TASKS));
    await page.getByRole("checkbox", { name: /failed/ }).check();
    await count(page, `${FAILED} tasks`);
    await page.waitForURL(/status=failed/);
    await page.reload();
    await count(page, `${FAILED} tasks`);
    await page.getByRole("checkbox", { name: /failed/ }).uncheck();
    await count(page, `${TASKS} tasks`);
  });

  test("opens a task, and goes to the action that failed", async () => {
    const page = await open(shopLog(TASKS));
    await page.getByRole("checkbox", { name: /failed/ }).check();
    await count(page, `${FAILED} tasks`);
    await page.getByRole("link", { name: "order.place" }).first().click();
    await page.getByRole("button", { name: /Go to the failure/ }).click();
    const chosen = page.locator('[aria-selected="true"]');
    await chosen.getByText("payment").first().waitFor();
    await page.getByText("CardDeclined").first().waitFor();
    expect(new URLSearchParams(new URL(page.url()).hash.split("?")[1]).get("at")).toMatch(/^\/3/);
  });

  test("moves the timeline to a row that is chosen in the tree, where nothing of it was seen", async () => {
    const page = await open(shopLog(5));
    await page.emulateMedia({ reducedMotion: "reduce" });
    await page.goto(`${page.url().split("#")[0]}#task?task=${uuidOf(3)}&at=/2`);
    const timeline = page.getByRole("button", { name: /^Timeline\./ });
    await timeline.focus();
    for (let i = 0; i < 4; i++) await page.keyboard.press("+");
    for (let i = 0; i < 30; i++) await page.keyboard.press("ArrowRight");
    const axis = () =>
      page.evaluate(
        "new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(() => done(document.querySelector('.chart-axis canvas').toDataURL()))))",
      );
    const before = await axis();
    await page.getByRole("treegrid").focus();
    // The root is seen wherever the timeline stands; what stands first in it is not.
    await page.keyboard.press("Home");
    expect(await axis()).toBe(before);
    await page.keyboard.press("ArrowDown");
    await expect.poll(axis, { timeout: MOST_MS }).not.toBe(before);
  });

  test("shows all of the time of a task under its timeline, with a handle that is moved and pulled", async () => {
    const page = await open(shopLog(5));
    await page.emulateMedia({ reducedMotion: "reduce" });
    await page.setViewportSize({ width: 1440, height: 900 });
    await page.goto(`${page.url().split("#")[0]}#task?task=${uuidOf(3)}`);
    const strip = page.getByRole("slider", { name: /^The time that the timeline shows/ });
    const { x = 0, y = 0, width = 0, height = 0 } = (await strip.boundingBox()) ?? {};
    const handle = async () => {
      const box = await page.locator(".minimap-window").boundingBox();
      return [((box?.x ?? 0) - x) / width, (box?.width ?? 0) / width].map((share) => Math.round(share * 20) / 20);
    };
    const drag = async (from: number, to: number) => {
      await page.mouse.move(x + from * width, y + height / 2);
      await page.mouse.down();
      await page.mouse.move(x + to * width, y + height / 2, { steps: 4 });
      await page.mouse.up();
    };
    expect(await handle()).toEqual([0, 1]);
    await drag(0.99, 0.4);
    expect(await handle()).toEqual([0, 0.4]);
    await drag(0.2, 0.5);
    expect(await handle()).toEqual([0.3, 0.4]);
    await strip.focus();
    await page.keyboard.press("ArrowRight");
    expect(await strip.getAttribute("aria-valuetext")).toMatch(/ to /);
    await expect.poll(handle, { timeout: MOST_MS }).toEqual([0.4, 0.4]);
    await strip.dblclick();
    await expect.poll(handle, { timeout: MOST_MS }).toEqual([0, 1]);
    // Beside the tools, the head is one line where the window has room for it.
    expect((await page.locator(".task-head").boundingBox())?.height).toBeLessThan(64);
  });

  test("holds in the address the zoom of a timeline and what is chosen in the scopes", async () => {
    const page = await open(
      stoppedLog() + shopLog(3).replaceAll("00000000-0000-4000-8000-", "00000000-0000-4000-8001-"),
    );
    await page.emulateMedia({ reducedMotion: "reduce" });
    const base = page.url().split("#")[0];
    const shown = () =>
      page.locator(".minimap-window").evaluate((handle) => (handle as unknown as Styled).style.cssText);
    await page.goto(`${base}#task?task=${uuidOf(0)}`);
    const strip = page.getByRole("slider", { name: /^The time that the timeline shows/ });
    await strip.focus();
    for (const key of ["+", "+", "ArrowRight"]) await page.keyboard.press(key);
    await page.waitForURL(/zoom=/);
    const zoomed = await shown();
    await page.reload();
    await strip.waitFor();
    await expect.poll(shown, { timeout: MOST_MS }).toBe(zoomed);
    await page.goto(
      `${base}#task?task=${uuidOf(0).replace("8000-", "8001-")}&zoom=${encodeURIComponent(`["task ${uuidOf(0)}",1795375000.1,1795375000.2]`)}`,
    );
    await expect.poll(shown, { timeout: MOST_MS }).toContain("left: 0%");
    await page.goto(`${base}#scopes?task=${uuidOf(0)}`);
    await page.getByRole("button", { name: "All tasks that match" }).click();
    const chosen = page.getByRole("complementary", { name: "The chosen lane" }).getByText("cancelled").first();
    // Until the lanes of all tasks are there the last lane is another one.
    const lastIsCancelled = async () => {
      await page.locator(".lanes-rows canvas").focus();
      await page.keyboard.press("End");
      return chosen.isVisible();
    };
    await expect.poll(lastIsCancelled, { timeout: MOST_MS }).toBe(true);
    await page.waitForURL(/lane=/);
    await page.reload();
    await page.getByRole("button", { name: "All tasks that match", pressed: true }).waitFor();
    await chosen.waitFor();
  });

  test("opens on what fails and where the time goes, in the sentences of the commands", async () => {
    writeFileSync(log, shopLog(TASKS));
    view = new ViewProcess([log]);
    const page = await visit(await view.address());
    for (const command of ["why", "slow"] as const) {
      const [printed = ""] = clew(command, log).split("\n\n");
      for (const sentence of printed.replaceAll(/\s+/g, " ").split(/(?<=\.) (?=[A-Z])/)) {
        await page.getByText(sentence.trim()).first().waitFor();
      }
    }
    await page.getByRole("link", { name: `Show the ${FAILED} tasks` }).click();
    await count(page, `${FAILED} tasks`);
  });

  test("says the same as the command of a log that grew while something else was looked at", async () => {
    const page = await open("");
    await view$(page, "Failures").click();
    await page.getByText("There is no task to look at.").waitFor();
    appendFileSync(log, shopLog(4));
    await page.getByText("1 of 4 tasks failed because payment failed").first().waitFor();
    await view$(page, "Explore").click();
    await count(page, "4 tasks");
    for (let i = 4; i < 40; i++) appendFileSync(log, orderLines(i, i % 10 === 3));
    await count(page, "40 tasks");
    await view$(page, "Failures").click();
    const [first = ""] = clew("why", log).split(/(?<=\.)\s/);
    expect(first).toContain("4 of 40 tasks failed");
    await page.getByText(first.replaceAll(/\s+/g, " ")).first().waitFor();
    await view$(page, "Overview").click();
    await page.getByText(first.replaceAll(/\s+/g, " ")).first().waitFor();
  });

  test("says that tasks which are not there cannot be compared", async () => {
    const page = await open(shopLog(5));
    await page.goto(`${page.url().split("#")[0]}#diff?a=xyz&b=abc`);
    await page.getByText("Cannot compare task xyz: it is not in the log").waitFor();
    expect(await page.getByText("did the same").count()).toBe(0);
    // Browsers tell of the refusal themselves.
    expect(opened?.troubles.splice(0)).toEqual([expect.stringContaining("400 (Bad Request)")]);
  });

  test("narrows the answers by what narrows the list, and says so", async () => {
    const page = await open(shopLog(TASKS));
    await page.goto(`${page.url().split("#")[0]}#why?to=1795375100`);
    await page
      .getByText(`${FAILED / 2} of ${TASKS / 2} tasks failed`)
      .first()
      .waitFor();
    await page.getByText("Among the tasks that match").waitFor();
    await page.getByTitle("No longer narrow by this").click();
    await page.getByText(`${FAILED} of ${TASKS} tasks failed`).first().waitFor();
  });

  test("lists the messages of the tasks that match, and says how many it leaves out", async () => {
    const page = await open(shopLog(TASKS));
    await page.goto(`${page.url().split("#")[0]}#forest?text=payment&status=failed&list=messages`);
    await page.getByText(`${FAILED * 2} messages of these tasks, the oldest first`).waitFor();
    await page.goto(`${page.url().split("#")[0]}#forest?text=payment&list=messages`);
    await page.getByText("The first 200 messages of these tasks, the oldest first").waitFor();
  });

  test("opens on the scopes of a recording that it was given alone", async () => {
    view = new ViewProcess([SCOPES]);
    const page = await visit(await view.address());
    await page.getByRole("button", { name: "happy-eyeball.json", pressed: true }).waitFor();
    await page.getByRole("button", { name: /table/i }).first().click();
    await page
      .getByText(/nursery-0/)
      .first()
      .waitFor({ state: "attached" });
  });

  test("goes from a failed task to where why says that it began, and from a handled failure to none", async () => {
    const page = await open(retriedLog(20));
    const base = page.url().split("#")[0];
    await page.goto(`${base}#task?task=${uuidOf(19)}`);
    await page.getByTitle("Go to where it began, as Failures says").click();
    await page.locator('[aria-selected="true"]').getByText("second-attempt").first().waitFor();
    const { failures } = JSON.parse(clew("why", "--json", log));
    expect(failures[0].example).toEqual({ task_uuid: uuidOf(19), task_level: [3] });
    expect(new URLSearchParams(new URL(page.url()).hash.split("?")[1]).get("at")).toBe("/3");
    await page.goto(`${base}#task?task=${uuidOf(1)}`);
    await page.getByRole("button", { name: "Handled failures" }).waitFor();
    expect(await page.getByRole("button", { name: "Go to the failure" }).count()).toBe(0);
  });

  test("keeps the place in the list, and the focus, for whoever comes back to it", async () => {
    const page = await open(shopLog(TASKS));
    await rows(page).nth(5).waitFor();
    await page.getByRole("grid").focus();
    for (let i = 0; i < 80; i++) await page.keyboard.press("ArrowDown");
    const scrolled = () =>
      page.getByRole("grid").evaluate((grid) => Math.round((grid as unknown as Scrolled).scrollTop));
    const before = await scrolled();
    expect(before).toBeGreaterThan(1000);
    await page.keyboard.press("Enter");
    await page.getByRole("treegrid").first().waitFor();
    await page.goBack();
    await page.locator("#task-80[aria-selected=true]").waitFor();
    expect(await scrolled()).toBe(before);
    expect(await page.evaluate("document.activeElement.getAttribute('role')")).toBe("grid");
  });

  test("takes its keys also while the focus is on a checkbox, and names its window after what it shows", async () => {
    const page = await open(shopLog(TASKS));
    await page.getByRole("checkbox", { name: /failed/ }).check();
    await count(page, `${FAILED} tasks`);
    await expect.poll(() => page.title(), { timeout: MOST_MS }).toBe("Explore · app.log · clew");
    await page.keyboard.press("?");
    await page.getByRole("heading", { name: "Keys" }).waitFor();
    await page.keyboard.press("Escape");
    await page.getByRole("checkbox", { name: /failed/ }).focus();
    await page.keyboard.press("3");
    await expect.poll(() => page.title(), { timeout: MOST_MS }).toBe("Failures · app.log · clew");
    await page.goto(`${page.url().split("#")[0]}#task?task=${uuidOf(3)}`);
    await expect.poll(() => page.title(), { timeout: MOST_MS }).toBe("order.place 00000000 · app.log · clew");
  });

  test("leads from the answer to why to the place in the tree", async () => {
    const page = await open(shopLog(TASKS));
    await view$(page, "Failures").click();
    await page.getByText("the bank said no").first().waitFor();
    await page.getByRole("link", { name: "the action in which it began" }).first().click();
    await page.locator('[aria-selected="true"]').getByText("payment").first().waitFor();
  });

  test("says where the time went, and sets two tasks side by side", async () => {
    const page = await open(shopLog(TASKS));
    await view$(page, "Time").click();
    await page.getByText("payment").first().waitFor();
    const base = page.url().split("#")[0];
    await page.goto(`${base}#diff?a=${uuidOf(1)}&b=${uuidOf(3)}`);
    await page.getByText("ended differently").first().waitFor();
  });

  test("shows new tasks as they are written, and holds still when it is told to", async () => {
    const page = await open(shopLog(5));
    await count(page, "5 tasks");
    appendFileSync(log, orderLines(5, false));
    await count(page, "6 tasks");
    await page.getByRole("button", { name: "Live" }).click();
    appendFileSync(log, orderLines(6, false));
    await page
      .getByRole("button", { name: /Paused|Held|Live|Still/i })
      .first()
      .waitFor();
    await page.keyboard.press("p");
    await count(page, "7 tasks");
  });

  test("says of a log that has gone quiet how long ago its last line was written", async () => {
    const now = Date.now() / 1000;
    const page = await open(
      orderLines(1, false).replaceAll(/"timestamp":[\d.]+/g, `"timestamp":${now - 4 * 3600 - 60}`),
    );
    await page.getByText("last line 4 h ago").waitFor();
    appendFileSync(log, orderLines(2, false).replaceAll(/"timestamp":[\d.]+/g, `"timestamp":${now}`));
    await page.getByText(/^last line/).waitFor({ state: "detached" });
  });

  test("says of its times that they are in UTC, and of a timeline when it begins", async () => {
    const page = await open(shopLog(5));
    await page.getByRole("columnheader", { name: "Began, UTC" }).waitFor();
    await page.goto(`${page.url().split("#")[0]}#task?task=${uuidOf(3)}`);
    await page.getByText(/^0 is \d\d:\d\d:\d\d\.\d{3} UTC$/).waitFor();
  });

  test("marks the current view also where the system forces its colours", async () => {
    const page = await open(shopLog(5));
    await page.emulateMedia({ forcedColors: "active" });
    const line = (place: string) =>
      page.evaluate(`getComputedStyle(document.querySelector("${place}"), "::after").backgroundColor`);
    const canvas = await page.evaluate("getComputedStyle(document.body).backgroundColor");
    expect(await line(".head nav a[aria-current]")).not.toBe(canvas);
  });

  test("shows a recording of scopes that is dropped on it", async () => {
    const page = await open(shopLog(3));
    await count(page, "3 tasks");
    const file = await page.evaluateHandle(
      (text) => {
        const transfer = new DataTransfer();
        transfer.items.add(new File([text], "sc-logs.json", { type: "application/json" }));
        return transfer;
      },
      readFileSync(SCOPES, "utf8"),
    );
    await page.dispatchEvent("body", "drop", { dataTransfer: file });
    await page.getByText("sc-logs.json").first().waitFor({ state: "attached" });
    await page.getByRole("button", { name: /table/i }).first().click();
    await page
      .getByText(/nursery-0/)
      .first()
      .waitFor({ state: "attached" });
  });

  test("shows a recording of scopes that it was opened with", async () => {
    const page = await open(shopLog(3), SCOPES);
    await view$(page, "Scopes").click();
    await page.getByText("happy-eyeball.json").first().waitFor({ state: "attached" });
  });

  test("is as wide as its window, however many files the log has, and however long their names are", async () => {
    const names = Array.from({ length: 30 }, (_, i) =>
      join(folder, `${"a-long-name-of-a-service".repeat(6)}-${i}.log`),
    );
    for (const name of names) writeFileSync(name, orderLines(1, false));
    const page = await open(orderLines(2, true), ...names);
    await page.getByText("and 29 more").waitFor();
    const widest = await page.evaluate(
      "Math.max(...[...document.querySelectorAll('header, nav, .tools, main, main *')].map((part) => part.getBoundingClientRect().right))",
    );
    expect(widest).toBeLessThanOrEqual(page.viewportSize()?.width ?? 0);
  });

  test("fits every window in every view, also with text twice as large as usual", async () => {
    const page = await open(shopLog(TASKS));
    const session = await page.context().newCDPSession(page);
    const found: string[] = [];
    const sizes = [
      { width: 390, height: 844, text: 16 },
      { width: 720, height: 450, text: 16 },
      { width: 1000, height: 700, text: 16 },
      { width: 1440, height: 900, text: 32 },
      { width: 780, height: 844, text: 32 },
    ];
    for (const { text, ...size } of sizes) {
      await page.setViewportSize(size);
      await session.send("Page.setFontSizes", { fontSizes: { standard: text, fixed: text } });
      const own = await page.evaluate("Number.parseFloat(getComputedStyle(document.body).fontSize)");
      expect(own, "the page's text, of which a usual one has 13 pixels").toBe((13 * text) / 16);
      for (const name of VIEWS) {
        await visitView(page, name);
        for (const misfit of await misfits(page)) found.push(`${name}, ${size.width}, text of ${text}: ${misfit}`);
      }
      for (const fragment of CHOICES) {
        await page.goto(`${page.url().split("#")[0]}#${fragment}`);
        await page.locator(".stale, .bone").first().waitFor({ state: "detached" });
        for (const misfit of await misfits(page)) found.push(`${fragment}, ${size.width}, text of ${text}: ${misfit}`);
      }
    }
    await session.send("Page.setFontSizes", { fontSizes: { standard: 16, fixed: 13 } });
    expect(found).toEqual([]);
  }, 180_000);

  test("executes nothing of what stands in a hostile log, and asks nothing of anybody for it", async () => {
    const page = await open(hostileLog());
    await visitAll(page);
    await expectHarmless(page);
  }, 180_000);

  test("has nothing that keeps people out, in any view, light and dark, wide and narrow", async () => {
    const page = await open(shopLog(TASKS));
    const found: string[] = [];
    for (const colorScheme of ["light", "dark"] as const) {
      await page.emulateMedia({ colorScheme, reducedMotion: "reduce" });
      for (const width of [1280, 400]) {
        await page.setViewportSize({ width, height: 800 });
        for (const name of VIEWS) {
          await visitView(page, name);
          const here = await seriousFindings(page);
          found.push(...here.map((finding) => `${name}, ${colorScheme}, ${width}: ${finding}`));
        }
        for (const fragment of CHOICES) {
          await page.goto(`${page.url().split("#")[0]}#${fragment}`);
          await page.locator(".stale, .bone").first().waitFor({ state: "detached" });
          const here = await seriousFindings(page);
          found.push(...here.map((finding) => `${fragment}, ${colorScheme}, ${width}: ${finding}`));
        }
      }
    }
    expect(found).toEqual([]);
  }, 300_000);
});

describe.skipIf(missingChromium !== undefined)("the page of clew export --to html", () => {
  test("works from the file alone: search, a task, the failure, why", async () => {
    const page = await openExported(shopLog(TASKS));
    await count(page, `${TASKS} tasks`);
    await page.getByRole("searchbox").pressSequentially("1043");
    await count(page, "1 task");
    await page.getByRole("link", { name: "order.place" }).first().click();
    await page.getByRole("button", { name: /Go to the failure/ }).click();
    await page.locator('[aria-selected="true"]').getByText("payment").first().waitFor();
    await view$(page, "Failures").click();
    await page.getByText("the bank said no").first().waitFor();
  });

  test("says of which log it is a part, and answers as that log does", async () => {
    const page = await openExported(shopLog(TASKS), "--failed");
    await count(page, `${FAILED} tasks`);
    await page.getByText(`This page holds ${FAILED} of the ${TASKS} tasks of the log, chosen with`).waitFor();
    await view$(page, "Failures").click();
    await page.getByText(`${FAILED} of ${TASKS} tasks failed because payment failed`).first().waitFor();
    await view$(page, "Overview").click();
    await page.getByText(`${FAILED} of ${TASKS} tasks failed because payment failed`).first().waitFor();
    await page.getByText(`This page holds ${FAILED} of the ${TASKS} tasks`).waitFor();
  });

  test("says what it holds, and its answers in sentences, also where no script runs", async () => {
    await openExported(shopLog(TASKS), "--failed");
    const without = await launchChromium({ javaScriptEnabled: false });
    try {
      const page = await without.context.newPage();
      await page.goto(pathToFileURL(join(folder, "app.html")).href);
      const sentences = page.locator("noscript p");
      await sentences.first().waitFor({ state: "visible" });
      const said = (await sentences.allTextContents()).join("\n");
      expect(said).toContain(`app.log: ${FAILED} of ${TASKS} tasks, chosen with --failed.`);
      expect(said).toContain(`${FAILED} of ${TASKS} tasks failed because payment failed with CardDeclined`);
      expect(said).toContain("took was spent in");
    } finally {
      await without.close();
    }
  });

  test("takes the keys of all views, and has nothing that keeps people out", async () => {
    const page = await openExported(shopLog(TASKS), "--failed");
    await count(page, `${FAILED} tasks`);
    const names = ["Overview", "Explore", "Failures", "Time", "Compare", "Scopes", "Task"];
    const found: string[] = [];
    for (const [i, name] of names.entries()) {
      await page.keyboard.press(String(i + 1));
      await expect.poll(() => page.title(), { timeout: MOST_MS }).toContain(name);
      await page.locator(".stale, .bone").first().waitFor({ state: "detached" });
      for (const finding of await seriousFindings(page)) found.push(`${name}: ${finding}`);
    }
    expect(found).toEqual([]);
  });

  test("works with a log that is large enough to be packed", async () => {
    const page = await openExported(shopLog(3000));
    await count(page, "3,000 tasks");
    expect(readFileSync(join(folder, "app.html")).length).toBeLessThan(1_000_000);
  });

  test("executes nothing of what stands in a hostile log, and asks nothing of anybody for it", async () => {
    const page = await openExported(hostileLog());
    await visitAll(page);
    await expectHarmless(page);
  }, 180_000);
});

async function visitView(page: Page, name: (typeof VIEWS)[number]): Promise<void> {
  const base = page.url().split("#")[0];
  const fragment =
    name === "task" ? `task?task=${uuidOf(3)}&at=/3` : name === "diff" ? `diff?a=${uuidOf(1)}&b=${uuidOf(3)}` : name;
  await page.goto(`${base}#${fragment}`);
  await page.getByRole("main").waitFor();
  await page.waitForFunction(() => document.querySelector("main .waiting, main [aria-busy=true]") === null);
}

/** What is wider than the window, but in a part that scrolls by itself; numbers that are cut; rows lower than their text. */
function misfits(page: Page): Promise<readonly string[]> {
  return page.evaluate(`(() => {
    const found = [];
    const name = (part) => part.tagName.toLowerCase() + "." + part.getAttribute("class");
    if (document.documentElement.scrollWidth > innerWidth) found.push("the page scrolls sideways");
    const scrolls = (part) => part !== null && (/auto|scroll|hidden/.test(getComputedStyle(part).overflowX) || scrolls(part.parentElement));
    for (const part of document.querySelectorAll("header, header *, main, main *")) {
      const { right, width } = part.getBoundingClientRect();
      if (width > 0 && right > innerWidth + 1 && !scrolls(part.parentElement)) found.push(name(part) + " ends at " + Math.round(right));
    }
    for (const part of document.querySelectorAll(".c-duration .number, .c-time, .c-messages, .c-offset, .c-length")) {
      if (part.clientWidth > 0 && part.scrollWidth > part.clientWidth + 1) found.push("cut: " + name(part) + " " + part.textContent);
    }
    for (const part of document.querySelectorAll(".task-line > span, .tree-line > span, .diff-tree li > a, .kind-link > span, .box")) {
      const row = part.closest(".task-line, .tree-line, li, a, .box").getBoundingClientRect();
      const texts = document.createTreeWalker(part, NodeFilter.SHOW_TEXT);
      for (let text = texts.nextNode(); text !== null; text = texts.nextNode()) {
        const range = document.createRange();
        range.selectNodeContents(text);
        const { top, bottom, height } = range.getBoundingClientRect();
        const isOut = height > 1 && (top < row.top - 1 || bottom > row.bottom + 1);
        if (row.height > 0 && isOut && text.parentElement.closest(".unseen") === null) found.push("low: " + name(part) + " " + text.data);
      }
    }
    const lines = [...document.querySelectorAll(".tasks .part .task-line, .tree .part .tree-line, .diff-tree li")];
    for (const line of lines) {
      const { top, bottom } = line.getBoundingClientRect();
      const next = line.nextElementSibling?.getBoundingClientRect();
      if (next !== undefined && next.top > top && next.top < bottom - 1) found.push("rows lie over each other: " + name(line));
    }
    return [...new Set(found)];
  })()`);
}

/** Every view, with each task opened. */
async function visitAll(page: Page): Promise<void> {
  await rows(page).nth(5).waitFor();
  for (const name of ["Overview", "Failures", "Time", "Compare", "Scopes", "Explore"]) {
    await view$(page, name).click();
    await page.getByRole("main").waitFor();
  }
  await page.getByRole("link", { name: "Durations" }).click();
  await page.getByRole("slider", { name: "Durations over time" }).press("ArrowRight");
  await page.getByRole("link", { name: "Groups" }).click();
  await page.getByRole("combobox", { name: "Narrow by" }).click();
  await page.getByRole("option").first().waitFor();
  await page.keyboard.press("Escape");
  for (const fragment of [
    "slow?slowest=1",
    "diff?set-a=status%3Dsucceeded&set-b=status%3Dfailed",
    "forest?apart=status%3Dfailed",
  ]) {
    await page.goto(`${page.url().split("#")[0]}#${fragment}`);
    await page.getByRole("main").waitFor();
  }
  await page.goto(`${page.url().split("#")[0]}#forest`);
  for (let i = 0; i < 10; i++) {
    await view$(page, "Explore").click();
    await rows(page).nth(5).waitFor();
    await page.keyboard.press("Home");
    await page.locator(`#task-${i} a`).click();
    await page.getByRole("treegrid").or(page.getByRole("tree")).first().waitFor();
    await page.keyboard.press("ArrowDown");
  }
}

async function expectHarmless(page: Page): Promise<void> {
  expect(await page.evaluate("globalThis.executed")).toBeUndefined();
  expect(await page.evaluate("({}).polluted")).toBeUndefined();
  const foreign = "iframe, img[src], object, embed, link[href^=http], script[src*=evil], a[href^='javascript:']";
  expect(await page.locator(foreign).count()).toBe(0);
}

declare const document: { querySelector(selector: string): object | null };
interface Styled {
  readonly style: { readonly cssText: string };
}
interface Scrolled {
  readonly scrollTop: number;
}
declare class DataTransfer {
  readonly items: { add(file: File): void };
}
declare class File {
  constructor(parts: readonly string[], name: string, options: { readonly type: string });
}
