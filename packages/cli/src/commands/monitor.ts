import type { MonitorCancel, MonitorLook, MonitorPlace } from "clew/observe";
import { Command, Option } from "commander";
import { applyConfig } from "../config/apply-config.js";
import { SORTS, type Sort } from "../monitor/arrange.js";
import { AttachError } from "../monitor/attach-error.js";
import { byWhom } from "../monitor/by-whom.js";
import { confirm } from "../monitor/confirm.js";
import type { Connection } from "../monitor/connection.js";
import { attach, attachToAll, nobody } from "../monitor/find-program.js";
import { followNews } from "../monitor/follow-news.js";
import { lookJson } from "../monitor/look-json.js";
import { lookText } from "../monitor/look-text.js";
import { placePieces } from "../monitor/news-text.js";
import { programLines } from "../monitor/program-list.js";
import { runScreen } from "../monitor/run-screen.js";
import { type AnswerOptions, toLine } from "../output/answer-lines.js";
import { complain } from "../output/report.js";
import { TextWriter } from "../output/text-writer.js";
import { addScreenOptions, type ScreenChoices, toAnswerOptions, withLineEnds } from "./answer-options.js";
import { examples, wholeNumber } from "./arguments.js";

interface MonitorOptions extends ScreenChoices {
  readonly sort: Sort;
  readonly reverse?: boolean;
  readonly filter?: string;
  readonly most: number;
  readonly once?: boolean;
  readonly follow?: boolean;
  readonly where?: number;
  readonly cancel?: number;
  readonly yes?: boolean;
  readonly json?: boolean;
}

/** `clew monitor`: what a running program is doing now. */
export function monitorCommand(): Command {
  const command = new Command("monitor")
    .description("attach to a running program, and show its scopes and children")
    .argument("[program]", "its process id, or its monitor's socket; without one the only program, or a list of them")
    .optionsGroup("What to show:")
    .addOption(new Option("--sort <order>", "in which order").choices(SORTS).default("tree"))
    .option("--reverse", "the other way round")
    .option("--filter <words>", "only scopes and children in which all these words stand")
    .option("--most <count>", "show at most this number of scopes and children", wholeNumber(1), 2_000)
    .optionsGroup("What to do:")
    .option("--follow", "print what happens, line by line, until the program ends or Ctrl-C")
    .option(
      "--where <id>",
      "where a scope or child comes from, and its stack if it holds the event loop",
      wholeNumber(1),
    )
    .option("--cancel <id>", "cancel a scope or child; asks first", wholeNumber(1))
    .option("--yes", "do not ask")
    .optionsGroup("Form:")
    .option("--once", "print one look and end, also on a terminal")
    .option("--json", "one JSON object for the look, a line for each event");
  return addScreenOptions(command)
    .addHelpText(
      "after",
      examples([
        ["clew monitor", "attach to the only program, or list those that there are"],
        ["clew monitor 4242", "full screen: the live tree; ? tells the keys"],
        ["clew monitor 4242 --sort age | head -20", "one look, the oldest first"],
        ["clew monitor 4242 --follow --json", "what happens, for other tools"],
        ["clew monitor 4242 --cancel 17", "cancel the child 17, after a question"],
      ]),
    )
    .hook("preAction", applyConfig)
    .action(showProgram);
}

async function showProgram(program: string | undefined, options: MonitorOptions): Promise<void> {
  const answer = toAnswerOptions(options);
  const connection = program === undefined ? await theOnlyOne(options, answer) : await attach(program);
  if (connection === undefined) return;
  try {
    await act(connection, options, answer);
  } finally {
    connection.close();
  }
}

/** The only program; where there are several, they are listed. */
async function theOnlyOne({ json }: MonitorOptions, answer: AnswerOptions): Promise<Connection | undefined> {
  const all = await attachToAll();
  if (all.length === 0) throw nobody();
  if (all.length === 1) return all[0];
  await print(
    programLines(
      all.map(({ greeting }) => greeting),
      json === true,
      answer,
    ),
  );
  for (const connection of all) connection.close();
  return undefined;
}

async function act(connection: Connection, options: MonitorOptions, answer: AnswerOptions): Promise<void> {
  const { where, cancel, follow, json, once, most } = options;
  if (where !== undefined) return showPlace(connection, where, json === true, answer);
  if (cancel !== undefined) return cancelOne(connection, cancel, options.yes === true);
  if (follow === true) return followNews(connection, json === true, answer);
  const how = {
    sort: options.sort,
    ...(options.reverse !== undefined && { isReversed: options.reverse }),
    ...(options.filter !== undefined && { filter: options.filter }),
  };
  const isScreen = process.stdout.isTTY === true && process.stdin.isTTY === true && process.env.TERM !== "dumb";
  if (isScreen && once !== true && json !== true) return runScreen(connection, { how, most, answer });
  const look = await connection.ask<MonitorLook>({ do: "look", most });
  await print(json === true ? [lookJson(connection.greeting, look)] : lookText(connection.greeting, look, how, answer));
}

async function showPlace(connection: Connection, id: number, json: boolean, answer: AnswerOptions): Promise<void> {
  const place = await connection.ask<MonitorPlace | null>({ do: "where", member: id });
  if (place === null) throw nothingOf(id);
  await print(json ? [JSON.stringify(place)] : [...placePieces(place)].map((pieces) => toLine(pieces, answer)));
}

async function cancelOne(connection: Connection, id: number, isSure: boolean): Promise<void> {
  const look = await connection.ask<MonitorLook>({ do: "look", most: Number.MAX_SAFE_INTEGER });
  const member = look.members.find((each) => each.id === id);
  if (member === undefined) throw nothingOf(id);
  const { program, pid } = connection.greeting;
  const question = `Cancel the ${member.kind} ${member.name} (${id}) of ${program}, process ${pid}?`;
  if (!isSure && !(await confirm(question))) {
    complain("Nothing was cancelled.");
    process.exitCode = 1;
    return;
  }
  if (look.loop.blockedMs !== undefined)
    complain("Its event loop is blocked: it is cancelled as soon as that is free.");
  const done = await connection.ask<MonitorCancel | null>({ do: "cancel", member: id, by: byWhom() });
  if (done === null) throw nothingOf(id);
  complain(done.isNew ? `Cancelled ${done.name} (${id}).` : `${done.name} (${id}) had been cancelled before.`);
}

function nothingOf(id: number): AttachError {
  return new AttachError(`There is no scope or child ${id}: it has ended, or never was; clew monitor shows the ids`);
}

async function print(lines: Iterable<string>): Promise<void> {
  const out = new TextWriter(process.stdout);
  await out.writeAll(withLineEnds(lines));
  await out.flush();
}
