import { readFileSync } from "node:fs";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { fileURLToPath } from "node:url";
import { EMBEDDED_LOG_ID, elementTextOf } from "@clew/log";
import { type Browser, chromium, type Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { missingChromium } from "../chromium-page.js";
import { bigTask } from "./big-task.mjs";
import { inFrames, SCROLLED_PX } from "./frame-work.mjs";

/**
 * A frame of a large task takes at most so many times the work of a frame of a small one, on whatever machine: only what
 * is seen is drawn. How many milliseconds that are is measured by `npm run test:scale`.
 */
const MOST_TIMES = 1.5;
const FRAMES = 60;
const ROUNDS = 3;

const page = (name: string) =>
  readFileSync(fileURLToPath(new URL(`../../packages/viewer/dist/${name}`, import.meta.url)));

describe.skipIf(missingChromium !== undefined)("a task of 100,000 nodes, beside one of 1,000", () => {
  let browser: Browser;
  let large: Page;
  let small: Page;
  const server = createServer(({ url }, response) => {
    const nodes = Number(url?.slice(1));
    const name = nodes > 0 ? "index.html" : (url ?? "").slice(1);
    const type = { html: "text/html", js: "text/javascript", css: "text/css" }[name.split(".")[1] ?? ""];
    if (type === undefined || name.includes("/")) response.writeHead(404).end();
    else if (name !== "index.html") response.writeHead(200, { "content-type": type }).end(page(name));
    else {
      const log = elementTextOf({ name: "big.log", text: bigTask(nodes) });
      const element = `<script type="application/json" id="${EMBEDDED_LOG_ID}">${log}</script>`;
      const html = page(name)
        .toString()
        .replace("<noscript>", () => `${element}<noscript>`);
      response.writeHead(200, { "content-type": type }).end(html);
    }
  });

  beforeAll(async () => {
    await new Promise<void>((listening) => server.listen(0, "127.0.0.1", listening));
    const args = ["--no-sandbox", "--disable-gpu", "--disable-background-networking"];
    browser = await chromium.launch({ executablePath: "/usr/bin/chromium", args });
    const open = async (nodes: number) => {
      const task = await browser.newPage({ viewport: { width: 1400, height: 900 } });
      await task.goto(`http://127.0.0.1:${(server.address() as AddressInfo).port}/${nodes}#task?task=big`);
      await task.waitForSelector(".timeline-tile canvas");
      await task.mouse.move(1000, 500);
      return task;
    };
    large = await open(100_000);
    small = await open(1_000);
  });
  afterAll(async () => {
    await browser.close();
    server.close();
  });

  test("tells of no row that was scrolled away from under the pointer", async () => {
    const tip = small.locator(".chart-tip strong");
    await small.mouse.move(1000, 520);
    await tip.waitFor();
    const told = await tip.textContent();
    // Within two frames: soon after, the browser says by itself that the pointer is elsewhere.
    const after = await small.evaluate(`new Promise((seen) => {
      let scroller = document.querySelector(".timeline-rows");
      while (scroller.scrollHeight <= scroller.clientHeight || getComputedStyle(scroller).overflowY === "visible") {
        scroller = scroller.parentElement;
      }
      scroller.addEventListener("scroll", () => requestAnimationFrame(() => requestAnimationFrame(() =>
        seen(document.querySelector(".chart-tip strong")?.textContent ?? null))), { once: true });
      scroller.scrollTop += ${SCROLLED_PX};
    })`);
    expect(told).not.toBeNull();
    expect(after).not.toBe(told);
    await small.mouse.move(1000, 500);
  });

  /** Milliseconds of work for all frames: the least of the rounds, in which the two take turns. */
  async function workOf(step: (task: Page, i: number) => Promise<void>): Promise<{ large: number; small: number }> {
    const least = { large: Number.POSITIVE_INFINITY, small: Number.POSITIVE_INFINITY };
    for (let round = 0; round < ROUNDS; round++) {
      for (const [size, task] of Object.entries({ large, small }) as [keyof typeof least, Page][]) {
        await task.bringToFront();
        const { frames } = await inFrames(task, FRAMES, (i) => step(task, i));
        expect(frames.length).toBeGreaterThan(FRAMES * 0.75);
        const work = frames.reduce((sum, ms) => sum + ms, 0);
        least[size] = Math.min(least[size], work);
      }
    }
    return least;
  }

  test("is scrolled with as little work for a frame", async () => {
    const work = await workOf((task, i) => task.mouse.wheel(0, i < FRAMES / 2 ? SCROLLED_PX : -SCROLLED_PX));
    expect(work.large / work.small).toBeLessThan(MOST_TIMES);
  });

  test("is zoomed with as little work for a frame", async () => {
    const work = await workOf(async (task, i) => {
      if (i === 0) await task.keyboard.down("Control");
      await task.mouse.wheel(0, i < FRAMES / 2 ? -40 : 40);
      if (i === FRAMES - 1) await task.keyboard.up("Control");
    });
    expect(work.large / work.small).toBeLessThan(MOST_TIMES);
  });
});
