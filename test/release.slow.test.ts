// npm run release, in front of a registry that is none: what a dry run says, and that neither it nor a run that must not
// publish sends anything.
import { spawn } from "node:child_process";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { text } from "node:stream/consumers";
import { fileURLToPath } from "node:url";
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";

const root = fileURLToPath(new URL("..", import.meta.url));

/** What was asked of the registry, such as `PUT /clew`. */
const asked: string[] = [];
const registry = createServer((request, response) => {
  asked.push(`${request.method} ${request.url}`);
  response.statusCode = 404;
  response.end("{}");
});

beforeAll(() => new Promise<void>((resolve) => registry.listen(0, "127.0.0.1", resolve)));
afterAll(() => {
  registry.closeAllConnections();
  return new Promise((resolve) => registry.close(resolve));
});
beforeEach(() => {
  asked.length = 0;
});

/** Runs the script where no identity can be had, so that it could not publish either. */
async function release(...args: string[]): Promise<{ code: number | null; stdout: string; stderr: string }> {
  const { ACTIONS_ID_TOKEN_REQUEST_URL: _, SIGSTORE_ID_TOKEN: __, ...env } = process.env;
  const { port } = registry.address() as AddressInfo;
  const child = spawn(process.execPath, ["scripts/release.mjs", ...args], {
    cwd: root,
    env: { ...env, npm_config_registry: `http://127.0.0.1:${port}/`, npm_config_update_notifier: "false" },
    stdio: ["ignore", "pipe", "pipe"],
  });
  const ended = new Promise<number | null>((resolve) => child.on("close", resolve));
  const [stdout, stderr, code] = await Promise.all([text(child.stdout), text(child.stderr), ended]);
  return { code, stdout, stderr };
}

describe("npm run release", () => {
  test("without --publish packs each package before those that need it, and sends nothing", async () => {
    const { code, stdout, stderr } = await release();
    expect(code, stderr).toBe(0);
    const lines = stdout.split("\n");
    expect(lines.filter((line) => line.startsWith("npm publish"))).toEqual([
      "npm publish clew --access public --provenance --dry-run",
      "npm publish @clew/log --access public --provenance --dry-run",
      "npm publish @clew/cli --access public --provenance --dry-run",
    ]);
    expect(lines.filter((line) => line.startsWith("+ "))).toEqual(
      ["clew", "@clew/log", "@clew/cli"].map((name) => expect.stringMatching(`^\\+ ${name}@\\d+\\.\\d+\\.\\d+$`)),
    );
    expect(stdout).toContain("Missing: this is no job of CI that may ask for an identity");
    expect(lines.at(-2)).toBe("A dry run: nothing was published.");
    expect(asked.filter((request) => !request.startsWith("GET "))).toEqual([]);
  });

  test("with --publish stops at what is missing, and asks the registry for nothing", async () => {
    const { code, stdout } = await release("--publish");
    expect(code).toBe(1);
    expect(stdout).toContain("Missing: this is no job of CI that may ask for an identity");
    expect(stdout).not.toContain("npm publish");
    expect(asked).toEqual([]);
  });
});
