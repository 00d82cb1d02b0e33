import { runProgram } from "../program.js";

/** What a run of the command wrote, and its exit status. */
export interface ClewRun {
  readonly stdout: string;
  readonly stderr: string;
  readonly status: number;
}

/** Runs the command line in this process. Not for several at once: a process has one standard output. */
export async function runClew(...args: readonly string[]): Promise<ClewRun> {
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
  // Whoever runs the tests may have a configuration of their own.
  process.env.XDG_CONFIG_HOME ??= "/nowhere";
  try {
    await runProgram(args);
    return { ...written, status: Number(process.exitCode ?? 0) };
  } finally {
    stdout.write = before.out;
    stderr.write = before.err;
    process.exitCode = before.exitCode;
  }
}
