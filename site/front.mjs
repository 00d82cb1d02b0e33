// The front page: what the commands say of the demo's own log, run for it, beside a picture of the page.
import { execFileSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { content, root } from "./places.mjs";

const QUESTIONS = [
  ["Why did this fail?", ["why"], "/guides/why-did-it-fail"],
  ["Why is it slow?", ["slow"], "/guides/why-is-it-slow"],
  ["What made it take this path?", ["path", "type=payment.retry"], "/guides/what-did-it-do"],
];

export function writeFrontPage() {
  const folder = mkdtempSync(join(tmpdir(), "clew-site-"));
  const clew = (...args) =>
    execFileSync(process.execPath, [`${root}packages/cli/bin/clew.js`, ...args], {
      cwd: folder,
      encoding: "utf8",
      env: { ...process.env, NO_COLOR: "1", FORCE_COLOR: undefined },
    });
  try {
    clew("demo", "shop");
    const task = JSON.parse(clew("why", "--json", "shop")).failures[0].example.task_uuid;
    const answers = QUESTIONS.map(([question, [command, ...args], guide]) => {
      const [sentences = ""] = clew(command, ...args, "shop").split("\n\n");
      const asked = ["clew", command, ...args.map((arg) => `'${arg}'`), "shop"].join(" ");
      return `<section>\n\n## [${question}](${guide})\n\n\`\`\`text\n$ ${asked}\n\n${sentences.replaceAll("\n", " ")}\n\`\`\`\n\n</section>`;
    });
    writeFileSync(`${content}index.md`, page(clew("tree", "shop", "--task", task), answers));
  } finally {
    rmSync(folder, { recursive: true });
  }
}

function page(tree, answers) {
  return `---
title: clew
titleTemplate: Causal logging and structured concurrency
sidebar: false
aside: false
outline: false
prev: false
next: false
pageClass: front
---

# Logs that know why

Ordinary logs are lines that know nothing of each other. **clew** logs _actions_ that cause actions and end in success or
failure, across awaits, callbacks, threads, processes and machines, and its tools tell the story.
[The first tree takes five minutes](/tutorial/first-tree), or see [all pages](/all-pages).

<div class="columns">

\`\`\`text
$ clew tree shop
${tree.trimEnd()}
\`\`\`

[![A failed task on the page: its tree, the same rows over time, and the action in which it failed](/pictures/task.png)](/guides/look-at-a-log)

</div>

<div class="questions">

${answers.join("\n\n")}

</div>
`;
}
