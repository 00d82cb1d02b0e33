// The gallery: programs of the examples, each run while the site is built, with what their log holds and what the commands say
// of it. So no page can be stale; one whose commands no longer say what it is there for fails the build.
import { execFileSync } from "node:child_process";
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { content, root } from "./places.mjs";

/** Lines of a log, and of a tree, that a page shows. */
const LOG_LINES = 4;
const TREE_LINES = 30;

/**
 * `run` has the arguments of each run of the program, `asked` the commands and a pattern of what each must say, the tree first.
 *
 * @type {readonly { page: string, title: string, says: string, files: readonly string[], logs: readonly string[],
 *   run: readonly (readonly string[])[], asked: readonly (readonly [readonly string[], RegExp])[] }[]}
 */
const PROGRAMS = [
  {
    page: "batch-job",
    title: "A batch job",
    says: "Forty rows, four at once, with attempts. Some are refused, and the job goes on: `--handled` asks for failures that somebody caught.",
    files: ["gallery/batch-job.mjs"],
    logs: ["batch.log"],
    run: [["batch.log"]],
    asked: [
      [["tree", "batch.log"], /✗ rate\.lookup {2}RangeError: no rate for XAU/],
      [["why", "--handled", "batch.log"], /RangeError: no rate for XAU/],
      [["stats", "batch.log"], /rate\.lookup/],
    ],
  },
  {
    page: "two-services",
    title: "A web service with two processes",
    says: "A shop asks its stock, by HTTP, at two addresses. There is no line of clew in either: `clew run` starts them.",
    files: ["two-services/shop.mjs", "two-services/stock.mjs"],
    logs: ["shop.log", "stock.log"],
    run: [["."]],
    asked: [
      [["tree", "--failed", "shop.log", "stock.log"], /http\.call/],
      [["why", "shop.log", "stock.log"], /of 20 tasks failed because/],
      [["slow", "shop.log", "stock.log"], /http\.request/],
    ],
  },
  {
    page: "worker-pool",
    title: "A worker pool",
    says: "Primes counted by two threads, whose actions stand in the caller's tree, and a thread that hears no cancel and is ended.",
    files: ["primes/main.mjs", "primes/primes.mjs"],
    logs: ["primes.log"],
    run: [["primes.log"]],
    asked: [
      [["tree", "primes.log"], /count-primes/],
      [["slow", "primes.log"], /count-primes|stop-the-endless/],
    ],
  },
  {
    page: "otel-service",
    title: "A service that knows OpenTelemetry alone",
    says: "Two services with OpenTelemetry's SDK send their spans to `clew receive`; clew is in neither.",
    files: ["otel-service/service.mjs"],
    logs: ["received.log"],
    run: [["."]],
    asked: [
      [["tree", "--failed", "received.log"], /✗ db\.query {2}RangeError/],
      [["why", "received.log"], /sku = "lamp"/],
      [["slow", "received.log"], /db\.query/],
    ],
  },
  {
    page: "next-app",
    title: "An application on Next",
    says: "A page asks a route of the same application, over HTTP. `instrumentation.js` has one line; the route has an action of its own.",
    files: [
      "next-app/instrumentation.js",
      "next-app/next.config.mjs",
      "next-app/app/orders/[id]/page.js",
      "next-app/app/stock/[sku]/route.js",
    ],
    logs: ["next.log"],
    run: [["."]],
    asked: [
      [["tree", "--failed", "next.log"], /✗ shelf\.count {2}RangeError: lamp is sold out/],
      [["why", "next.log"], /8 of 40 tasks failed because shelf\.count failed/],
      [["slow", "next.log"], /http\.request > http\.call > http\.request > shelf\.count/],
    ],
  },
  {
    page: "cli-tool",
    title: "A command-line tool",
    says: "It builds a site and stops at a dead link. What it prints is one line; the log knows on which page, and what came before.",
    files: ["gallery/cli-tool.mjs"],
    logs: ["tool.log"],
    run: [["tool.log"]],
    asked: [
      [["tree", "tool.log"], /✗ link {2}Error: there is no page missing\.md/],
      [["why", "tool.log"], /◀ here/],
    ],
  },
  {
    page: "flaky-test",
    title: "A test that fails now and then",
    says: "The log of a run that passed beside that of one that failed: where do they part?",
    files: ["gallery/flaky-test.mjs"],
    logs: ["passed.log", "failed.log"],
    run: [["passed.log"], ["failed.log", "failed"]],
    asked: [
      [["tree", "failed.log"], /✗ test {2}Error: expected the cache to answer/],
      [["diff", "passed.log", "failed.log"], /"cache" in a and "database" in b/],
    ],
  },
  {
    page: "agent",
    title: "An agent with tools",
    says: "A model chooses tools until it has an answer. What made it take the dear way? A coding agent asks the same by [`clew mcp`](/agents).",
    files: ["gallery/agent.mjs"],
    logs: ["agent.log"],
    run: [["agent.log"]],
    asked: [
      [["tree", "--filter", "type=tool.browse_web", "agent.log"], /tool\.browse_web/],
      [["path", "type=tool.browse_web", "agent.log"], /came in 6 of 24 agent\.run/],
      [["stats", "agent.log"], /model\.choose/],
    ],
  },
];

/** @returns {number} how many programs there are */
export function writeGallery() {
  mkdirSync(`${content}gallery`, { recursive: true });
  const shown = PROGRAMS.filter(isInstalled);
  for (const program of shown) writeFileSync(`${content}gallery/${program.page}.md`, pageOf(program));
  const list = shown.map(({ page, title, says }) => `- [${title}](./${page}.md): ${says}`);
  writeFileSync(
    `${content}gallery/index.md`,
    `# Gallery\n\nPrograms, what they log, and what the commands say of it. Each was run when this site was built.\n\n${list.join("\n")}\n`,
  );
  return shown.length;
}

function pageOf({ title, says, files, logs, run, asked }) {
  const cwd = mkdtempSync(join(tmpdir(), "clew-gallery-"));
  const start = (program, args) =>
    execFileSync(process.execPath, [program, ...args], {
      cwd,
      encoding: "utf8",
      env: { ...process.env, NO_COLOR: "1", FORCE_COLOR: undefined },
      stdio: ["ignore", "pipe", "pipe"],
    });
  try {
    const main = `${folderOf(files)}/main.mjs`;
    for (const args of run) start(existsSync(main) ? main : `${root}examples/${files[0]}`, args);
    const code = files.map((file) => block("js", readFileSync(`${root}examples/${file}`, "utf8"), file));
    const written = logs.map((log) => {
      const lines = readFileSync(join(cwd, log), "utf8").trimEnd().split("\n");
      return block("json", bounded(lines, LOG_LINES), log);
    });
    const answers = asked.map(([command, expected]) => {
      const said = start(`${root}packages/cli/bin/clew.js`, command).trimEnd();
      if (!expected.test(said))
        throw new Error(`${title}: clew ${command.join(" ")} does not say ${expected}:\n${said}`);
      const shown = command.map((word) => (/[=*]/.test(word) ? `'${word}'` : word)).join(" ");
      return block("text", `$ clew ${shown}\n\n${bounded(said.split("\n"), TREE_LINES)}`);
    });
    return `# ${title}\n\n${says}\n\n## The program\n\n${code.join("\n\n")}\n\n## What it logs\n\n${written.join("\n\n")}\n\n## What the commands say\n\n${answers.join("\n\n")}\n`;
  } finally {
    rmSync(cwd, { recursive: true });
  }
}

function folderOf(files) {
  return `${root}examples/${files[0].split("/")[0]}`;
}

/** Whether a program has what it needs; what the checkout lacks is installed. Only in CI none may be missing. */
function isInstalled({ title, files }) {
  const folder = folderOf(files);
  if (!existsSync(`${folder}/package-lock.json`) || existsSync(`${folder}/node_modules`)) return true;
  try {
    execFileSync("npm", ["ci", "--no-fund", "--no-audit"], { cwd: folder, stdio: "ignore" });
    return true;
  } catch (error) {
    if (process.env.CI) throw error;
    console.log(`Gallery: ${title} is left out, for npm ci failed in ${folder}`);
    return false;
  }
}

function bounded(lines, most) {
  return lines.length <= most
    ? lines.join("\n")
    : [...lines.slice(0, most), `… ${lines.length - most} more`].join("\n");
}

function block(language, text, name) {
  const head = name === undefined ? "" : `\`${name}\`\n\n`;
  return `${head}\`\`\`\`${language}\n${text.trimEnd()}\n\`\`\`\``;
}
