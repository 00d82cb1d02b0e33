// npm run pack: makes the tarballs of the packages in packed/, and prints the lines that install them elsewhere. The
// packages are on no registry yet, so that each must be told where the others are.
import { spawnSync } from "node:child_process";
import { mkdirSync, rmSync } from "node:fs";
import { fileURLToPath } from "node:url";

const root = fileURLToPath(new URL("..", import.meta.url));
export const PACKED = `${root}packed`;
const PACKAGES = { clew: "packages/clew", "@clew/log": "packages/log", "@clew/cli": "packages/cli" };

/**
 * Packs what is built.
 *
 * @returns {Record<string, string>} the tarball of each package
 */
export function packAll(folder = PACKED) {
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder, { recursive: true });
  return Object.fromEntries(
    Object.entries(PACKAGES).map(([name, path]) => {
      const args = ["pack", "--silent", "--pack-destination", folder];
      const { status, stdout, stderr } = spawnSync("npm", args, { cwd: `${root}${path}`, encoding: "utf8" });
      if (status !== 0) throw new Error(`Cannot pack ${name}:\n${stderr}`);
      return [name, `${folder}/${stdout.trim()}`];
    }),
  );
}

/**
 * What a project's package.json must say, for managers that look into a registry for what a tarball depends on.
 *
 * @param {Record<string, string>} tarballs
 */
export function settingsOf(tarballs) {
  const overrides = Object.fromEntries(Object.entries(tarballs).map(([name, path]) => [name, `file:${path}`]));
  return { pnpm: { pnpm: { overrides } }, yarn: { resolutions: overrides } };
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const tarballs = packAll();
  const { pnpm, yarn } = settingsOf(tarballs);
  console.log(`Install them in a project of yours by

  npm install ${Object.values(tarballs).join(" ")}

For pnpm or yarn first put into the project's package.json one of

  ${JSON.stringify(pnpm)}
  ${JSON.stringify(yarn)}

and then say pnpm add or yarn add in place of npm install.`);
}
