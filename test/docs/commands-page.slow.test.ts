import { execFile } from "node:child_process";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { expect, test } from "vitest";

// The reference of the commands is what they say themselves: `npx vitest run --config vitest.slow.config.ts --update=all
// test/docs/commands-page` writes it anew.

const root = fileURLToPath(new URL("../..", import.meta.url));
const run = promisify(execFile);

async function help(...command: string[]): Promise<string> {
  const { stdout } = await run(process.execPath, [join(root, "packages/cli/bin/clew.js"), ...command, "--help"], {
    env: { ...process.env, NO_COLOR: "1", FORCE_COLOR: undefined, COLUMNS: undefined },
  });
  return stdout.trimEnd();
}

test("the page of commands is their own help, each of them", { timeout: 60_000 }, async () => {
  const all = await help();
  const [, list = ""] = all.split("\nCommands:\n");
  const names = [...list.matchAll(/^ {2}([a-z]+)/gm)]
    .map(([, name]) => name as string)
    .filter((name) => name !== "help");
  expect(names.length).toBeGreaterThan(15);
  const sections = await Promise.all(names.map(async (name) => section(`clew ${name}`, await help(name))));
  const page = `# Commands

The words of the commands themselves. The exit status is 0 where all was read, 1 where some lines could not be used or
nothing that was asked for was found, and 2 after wrong usage.

${section("clew", all)}
${sections.join("\n")}`;
  await expect(page).toMatchFileSnapshot(join(root, "docs/reference/commands.md"));
});

function section(title: string, text: string): string {
  return `## ${title}\n\n\`\`\`text\n${text}\n\`\`\`\n`;
}
