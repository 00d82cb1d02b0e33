// Where things are, and that what the site is built with is installed.
import { spawnSync } from "node:child_process";
import { existsSync } from "node:fs";
import { fileURLToPath } from "node:url";

export const site = fileURLToPath(new URL(".", import.meta.url));
export const root = fileURLToPath(new URL("..", import.meta.url));
/** The pages as the site is built from them, made anew each time. */
export const content = `${site}.content/`;

export function install() {
  if (existsSync(`${site}node_modules/vitepress`)) return;
  console.log("Installing what the site is built with ...");
  const { status, stderr } = spawnSync("npm", ["ci", "--no-fund", "--no-audit"], { cwd: site, encoding: "utf8" });
  if (status !== 0) throw new Error(`Cannot install what the site is built with:\n${stderr}`);
}
