// Runs a command as the command line would, in this process, and gives what it wrote.

import type { Command } from "commander";

export interface CommandRun {
  readonly stdout: string;
  readonly stderr: string;
  readonly status: number;
}

/** Runs a command with its arguments. Not for several at once: a process has one standard output. */
export async function runCommand(command: Command, args: readonly string[]): Promise<CommandRun> {
  const { stdout, stderr } = process;
  const written = { stdout: "", stderr: "" };
  const before = { out: stdout.write, err: stderr.write, exitCode: process.exitCode };
  const capture = (name: keyof typeof written) => (chunk: string | Uint8Array) => {
    written[name] += typeof chunk === "string" ? chunk : Buffer.from(chunk).toString();
    return true;
  };
  stdout.write = capture("stdout");
  stderr.write = capture("stderr");
  process.exitCode = undefined;
  try {
    await command.exitOverride().parseAsync(args, { from: "user" });
    return { ...written, status: Number(process.exitCode ?? 0) };
  } finally {
    stdout.write = before.out;
    stderr.write = before.err;
    process.exitCode = before.exitCode;
  }
}
