import { spawn } from "node:child_process";
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { constants } from "node:os";
import { join, resolve } from "node:path";
import { pathToFileURL } from "node:url";
import { Command } from "commander";
import { complain } from "../output/report.js";
import { examples } from "./arguments.js";

interface RunOptions {
  readonly file?: string;
  readonly only?: string;
}

/** `clew run`: a program of Node with `clew/auto` before it, and nothing in it that knows of clew. */
export function runCommand(): Command {
  return new Command("run")
    .description("run a program of Node and log what it does with the world, without its code being touched")
    .argument("<command...>", "the program and its arguments, after --")
    .option("--file <path>", "the log; CLEW_FILE, or clew.log, if not given")
    .option("--only <parts>", "what is logged, as CLEW_AUTO says it: http,fetch,pg or -redis")
    .addHelpText(
      "after",
      examples([
        ["clew run -- node app.js", "its log is clew.log"],
        ["clew run --file app.log -- npm start", "npm itself logs nothing"],
      ]),
    )
    .action(run);
}

const FORWARDED = ["SIGINT", "SIGTERM", "SIGHUP"] as const;

async function run([command = "", ...args]: readonly string[], { file, only }: RunOptions): Promise<void> {
  const log = file ?? process.env.CLEW_FILE ?? "clew.log";
  // A child may run in another folder.
  const path = log === "-" ? log : resolve(log);
  complain(`the log is ${log}`);
  const auto = `--import ${JSON.stringify(autoUrl())}`;
  const env = {
    ...process.env,
    NODE_OPTIONS: [process.env.NODE_OPTIONS, auto].filter(Boolean).join(" "),
    CLEW_FILE: path,
    ...(only === undefined ? {} : { CLEW_AUTO: only }),
  };
  const child = spawn(command, args, { stdio: "inherit", env });
  for (const signal of FORWARDED) {
    process.on(signal, () => {
      // A terminal has told the child already.
      if (signal !== "SIGINT" || !process.stdin.isTTY) child.kill(signal);
    });
  }
  await new Promise<void>((settle) => {
    child.once("error", (error) => {
      complain(`cannot run ${command}: ${error.message}`);
      process.exitCode = 127;
      settle();
    });
    child.once("exit", (code, signal) => {
      process.exitCode = code ?? 128 + (signal === null ? 1 : constants.signals[signal]);
      settle();
    });
  });
}

/** The program's own copy, so that it and its bridges are one; else the command's. */
function autoUrl(): string {
  for (const from of [join(process.cwd(), "program.js"), import.meta.url]) {
    try {
      const description = createRequire(from).resolve("clew/package.json");
      const { exports } = JSON.parse(readFileSync(description, "utf8")) as {
        readonly exports: { readonly "./auto": { readonly import: { readonly default: string } } };
      };
      return pathToFileURL(join(description, "..", exports["./auto"].import.default)).href;
    } catch {
      // No copy there.
    }
  }
  throw new Error("the package clew is not installed beside the command; npm install clew");
}
