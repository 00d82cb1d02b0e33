// An answer about whole logs is a function of their bytes, of what was asked, and of the code. Where a store lies beside a
// log the answer is kept there once it was worked out, and is not worked out again before one of the three has changed.

import { stat } from "node:fs/promises";
import { resolve } from "node:path";
import { storePathOf } from "../beside/index.js";
import { isTimeless } from "../filter/index.js";
import { type Findings, type LogInput, type ToldFindings, toldFindings } from "../input/index.js";
import { type AskedState, readAnswer, writeAnswer } from "./answer-file.js";
import { codeState } from "./code-state.js";
import { type LogState, stateOf } from "./log-state.js";

/** A question: the name of what is asked, and all options that have a part in the answer. */
export interface Question {
  readonly name: "why" | "slow" | "stats" | "path" | "diff";
  readonly options: Readonly<Record<string, unknown>>;
}

/** A question, unless one of its filters tells a time from now: then the answer is of this moment alone, and not kept. */
export function lasting(question: Question, ...filters: readonly (string | undefined)[]): Question | undefined {
  return filters.every((filter) => filter === undefined || isTimeless(filter)) ? question : undefined;
}

/** The arguments that name a log. */
export type LogNames = readonly string[];

/** An answer that was worked out, with the logs that were read for it. */
export interface Worked<Answer> {
  readonly answer: Answer;
  readonly logs: readonly LogInput[];
}

/** An answer as it is drawn, with what reading each of the logs found beside it. */
export interface Answered<Drawn> {
  readonly drawn: Drawn;
  readonly found: readonly ToldFindings[];
  /** The folder in which the answer was kept, where it was not worked out now. */
  readonly keptIn?: string;
}

/** The way from an answer to what is shown of it. */
export type Draw<Answer, Drawn> = (answer: Answer, found: readonly ToldFindings[]) => Drawn;

/**
 * Gives what was kept of a question about logs, else what `work` gives, which is kept then. The store is that of the
 * first log; the others are what it is compared with. What was kept and cannot be drawn is no answer. Nothing is
 * kept where no question is given.
 */
export async function answered<Answer, Drawn>(
  question: Question | undefined,
  logs: readonly LogNames[],
  work: () => Promise<Worked<Answer>>,
  draw: Draw<Answer, Drawn>,
): Promise<Answered<Drawn>> {
  const place = question && (await placeOf(question, logs));
  const kept = place && (await drawKept(place, draw));
  if (kept !== undefined) return kept;
  const worked = await work();
  if (question !== undefined && place !== undefined) await keep(place, question, logs, worked);
  return { drawn: draw(worked.answer, worked.logs), found: worked.logs };
}

/** The kept answer alone; `undefined` where it would have to be worked out. */
export async function keptAnswer<Answer, Drawn>(
  question: Question,
  logs: readonly LogNames[],
  draw: Draw<Answer, Drawn>,
): Promise<Answered<Drawn> | undefined> {
  const place = await placeOf(question, logs);
  return place && (await drawKept(place, draw));
}

/**
 * Keeps the answers to some questions about a log, in their order, unless all of them are kept already. Gives whether
 * `work` was needed for it.
 */
export async function keepAnswers(
  names: LogNames,
  questions: readonly Question[],
  work: () => Promise<{ readonly answers: readonly unknown[]; readonly log: LogInput }>,
): Promise<boolean> {
  const places = await Promise.all(questions.map((question) => placeOf(question, [names])));
  const reading = places.map(
    async (place) => place === undefined || (await readAnswer(place.folder, place)) !== undefined,
  );
  if ((await Promise.all(reading)).every((isKept) => isKept)) return false;
  const { answers, log } = await work();
  for (const [i, place] of places.entries()) {
    const question = questions[i];
    if (place === undefined || question === undefined) continue;
    await keep(place, question, [names], { answer: answers[i], logs: [log] });
  }
  return true;
}

/** Where an answer is kept, and of what state of the logs. */
interface Place extends AskedState {
  readonly folder: string;
  readonly logs: readonly LogState[];
}

/** The data that is kept. */
interface Kept<Answer> {
  readonly answer: Answer;
  readonly findings: readonly Findings[];
}

/** The place for an answer; `undefined` where no store lies beside the log, or one of the logs can be read once only. */
async function placeOf({ name, options }: Question, names: readonly LogNames[]): Promise<Place | undefined> {
  const logs: LogState[] = [];
  for (const each of names) {
    const log = await stateOf(each);
    if (log === undefined) return undefined;
    logs.push(log);
  }
  const [first, ...others] = logs;
  if (first === undefined) return undefined;
  const store = await storePathOf(names[0] ?? [], first.files);
  if (!(await isThere(store))) return undefined;
  const compared = others.map(({ files }) => files.map((file) => resolve(file)));
  return {
    folder: `${store}.answers`,
    logs,
    question: JSON.stringify([name, options, compared]),
    state: JSON.stringify([codeState(), ...logs.map(({ text }) => text)]),
  };
}

async function drawKept<Answer, Drawn>(place: Place, draw: Draw<Answer, Drawn>): Promise<Answered<Drawn> | undefined> {
  const read = await readAnswer(place.folder, place);
  if (read === undefined) return undefined;
  try {
    const { answer, findings } = read.value as Kept<Answer>;
    const found = place.logs.map(({ files, told }, i) => toldFindings(findings[i] as Findings, files, told));
    return { drawn: draw(answer, found), found, keptIn: place.folder };
  } catch {
    // Whoever may write beside a log may have written anything there.
    return undefined;
  }
}

/** Keeps an answer, unless a log was written to while it was read. */
async function keep(
  place: Place,
  question: Question,
  names: readonly LogNames[],
  { answer, logs }: Worked<unknown>,
): Promise<void> {
  const now = await placeOf(question, names).catch(() => undefined);
  if (now?.state !== place.state || now.question !== place.question) return;
  await writeAnswer(place.folder, place, {
    answer,
    findings: logs.map(({ findings }) => findings),
  } satisfies Kept<unknown>);
}

async function isThere(path: string): Promise<boolean> {
  return await stat(path).then(
    (status) => status.isFile(),
    () => false,
  );
}
