// The command as a process of its own: what it says, and how it ends.
import { spawn } from "node:child_process";
import { fileURLToPath } from "node:url";

const CLEW = fileURLToPath(new URL("../../packages/cli/bin/clew.js", import.meta.url));

/**
 * Runs the command to its end. `onStart` is given the process, to end it earlier.
 *
 * @param {readonly string[]} args
 * @param {{ env?: Readonly<Record<string, string>>, onStart?: (child: import("node:child_process").ChildProcess) => void }} [options]
 * @returns {Promise<{ status: number | null, stdout: string, stderr: string }>}
 */
export function clew(args, { env = {}, onStart = () => {} } = {}) {
  return new Promise((resolve) => {
    const child = spawn(process.execPath, [CLEW, ...args], {
      stdio: ["ignore", "pipe", "pipe"],
      env: { ...process.env, ...env },
    });
    onStart(child);
    let [stdout, stderr] = ["", ""];
    child.stdout.on("data", (piece) => (stdout += piece));
    child.stderr.on("data", (piece) => (stderr += piece));
    child.on("close", (status) => resolve({ status, stdout, stderr }));
  });
}
