import { readdirSync } from "node:fs";
import { join, relative } from "node:path";
import { fileURLToPath } from "node:url";
import type { TaskTree, WrittenNode } from "clew/parse";
import { formatDuration, type RenderOptions, renderTask } from "clew/render";
import { Command } from "commander";
import { openLogs } from "../input/index.js";
import { screenOptions } from "../output/screen-options.js";
import { TextWriter } from "../output/text-writer.js";
import { examples } from "./arguments.js";

/** What the build puts beside the command: the shop of the examples, and a log that Python Eliot wrote. */
const STAGE = new URL("./demo/", import.meta.url);
const ORDERS = 240;

interface Shop {
  runShop(folder: string, orders: number): Promise<{ logs: string[]; placed: number; refused: number }>;
}

/** `clew demo`: a small real service under load, and what its log tells. */
export function demoCommand(): Command {
  return new Command("demo")
    .description("run a small shop, a service and its customers, and read what its log tells")
    .argument("[folder]", "where the logs go", "clew-demo")
    .addHelpText("after", examples([["clew demo", "run it; then try what it prints at the end"]]))
    .action(showDemo);
}

async function showDemo(folder: string): Promise<void> {
  const out = new TextWriter(process.stdout);
  const say = async (line = ""): Promise<void> => await out.write(`${line}\n`);

  await say(`A shop and its customers, two processes on loopback: ${ORDERS} orders, 16 at once ...`);
  await out.flush();
  const started = performance.now();
  const { runShop } = (await import(new URL("shop/main.mjs", STAGE).href)) as Shop;
  const { logs, placed, refused } = await runShop(folder, ORDERS);
  const seconds = (performance.now() - started) / 1000;
  await say(`${placed} orders placed and ${refused} refused in ${seconds.toFixed(1)} s.`);

  const options = screenOptions(process.stdout, process.env);
  const trees = await readTrees(logs);
  await say(`${summary(trees)}\n`);
  await say("An order that was refused, across both processes:\n");
  await draw(smallestFailed(trees), options, say);

  await say("\nA log that Python Eliot wrote is read the same way:\n");
  for (const tree of await readTrees(eliotLogs())) await draw(tree, options, say);

  const shown = relative(process.cwd(), folder) || ".";
  await say(`\nThe logs are in ${shown}. Try next:\n`);
  for (const line of nextLines(wayToClew(process.env), shown)) await say(`  ${line}`);
  await out.flush();
}

const NEXT = [
  ["why", "why do orders fail, and what sets them apart?"],
  ["slow", "where does the time of the slow ones go?"],
  ["stats", "how often, how long, how many failed, by type"],
  ["tree --failed", "every task in which something failed"],
  ["view", "all of it in the browser: search, tree, timeline, scopes"],
] as const;

/** Commands to go on with, as they are pasted, each with what it tells. */
export function nextLines(clew: string, folder: string): string[] {
  const path = /^[\w./:@+-]+$/.test(folder) ? folder : `"${folder}"`;
  const commands = NEXT.map(([command]) => `${clew} ${command} ${path}`);
  const width = Math.max(...commands.map(({ length }) => length));
  return NEXT.map(([, meaning], index) => `${commands[index]?.padEnd(width)}  ${meaning}`);
}

/** How a person who got here gets here again: npm has the command on its own path only. */
export function wayToClew({ npm_command: npm, npm_config_user_agent: agent }: NodeJS.ProcessEnv): string {
  if (npm === undefined && agent === undefined) return "clew";
  if (agent?.startsWith("pnpm")) return "pnpm exec clew";
  return agent?.startsWith("yarn") ? "yarn clew" : "npx clew";
}

async function readTrees(files: readonly string[]): Promise<TaskTree[]> {
  const trees: TaskTree[] = [];
  for await (const tree of (await openLogs(files)).trees()) trees.push(tree);
  return trees;
}

function eliotLogs(): string[] {
  const folder = fileURLToPath(new URL("python-eliot/", STAGE));
  return readdirSync(folder).map((file) => join(folder, file));
}

/** What there is to see, in one sentence. */
function summary(trees: readonly TaskTree[]): string {
  const actions = trees.flatMap(({ root }) => (root.kind === "message" ? [] : [root]));
  const failed = actions.filter(({ status }) => status === "failed").length;
  const messages = trees.reduce((sum, { root }) => sum + countRecords(root), 0);
  const longest = Math.max(...actions.map(({ durationSeconds }) => durationSeconds ?? 0));
  return (
    `They logged ${messages.toLocaleString("en")} messages, which are ${trees.length} tasks: ` +
    `${failed} failed, and the longest took ${formatDuration(longest)}.`
  );
}

function countRecords(root: WrittenNode): number {
  let count = 0;
  const waiting = [root];
  for (let node = waiting.pop(); node !== undefined; node = waiting.pop()) {
    if (node.kind === "message") count++;
    else {
      count += (node.startRecord === undefined ? 0 : 1) + (node.endRecord === undefined ? 0 : 1);
      waiting.push(...node.children);
    }
  }
  return count;
}

async function draw(
  tree: TaskTree | undefined,
  options: RenderOptions,
  say: (line: string) => Promise<void>,
): Promise<void> {
  if (tree !== undefined) for (const line of renderTask(tree, options)) await say(line);
}

/** Of the tasks that failed, the one that is read fastest. */
function smallestFailed(trees: readonly TaskTree[]): TaskTree | undefined {
  return trees
    .filter(({ root }) => root.kind === "action" && root.status === "failed")
    .map((tree) => ({ tree, lines: [...renderTask(tree)].length }))
    .sort((a, b) => a.lines - b.lines)[0]?.tree;
}
