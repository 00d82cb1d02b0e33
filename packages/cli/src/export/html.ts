// A log inside the page that shows it. The lines go in as they were written: the page makes its trees of them itself.

import { promisify } from "node:util";
import { gzip } from "node:zlib";
import type { EmbeddedAnswers, EmbeddedPart } from "@clew/log";
import { InputError, type OwnLine } from "../input/index.js";
import { type PageFiles, selfContained } from "../page/index.js";

/** A page is opened in the memory of a browser, which needs some times as much. */
const MOST_CHARACTERS = 128 * 1024 * 1024;
/** Up to here the lines can be read in the file itself. */
const MOST_PLAIN_CHARACTERS = 64 * 1024;

export interface HtmlExport {
  readonly page: PageFiles;
  /** What to call the log. */
  readonly name: string;
  /** The tasks to put in; all, if not given. */
  readonly taskUuids?: ReadonlySet<string>;
  /** The facts about the whole log of which these tasks are a part. */
  readonly part?: Omit<EmbeddedPart, "messages">;
  /** The answers about the whole log, for who opens the page; and in sentences, for who has no scripts. */
  readonly answers: EmbeddedAnswers;
  readonly sentences: readonly string[];
}

/** The page, or `undefined` where no line is to go in. */
export async function exportHtml(
  lines: AsyncIterable<readonly OwnLine[]>,
  { page, name, taskUuids, part, answers, sentences }: HtmlExport,
): Promise<string | undefined> {
  const pieces: string[] = [];
  let length = 0;
  let messages = 0;
  let all = 0;
  for await (const batch of lines) {
    for (const line of batch) {
      all++;
      if (taskUuids?.has(line.message.task_uuid) === false) continue;
      messages++;
      pieces.push(line.text);
      length += line.text.length + 1;
      if (length > MOST_CHARACTERS) throw tooLarge();
    }
  }
  if (messages === 0) return undefined;
  const log = {
    name,
    answers,
    ...(part !== undefined && { part: { ...part, messages: all } }),
    ...(await packed(`${pieces.join("\n")}\n`)),
  };
  return selfContained(page, log, sentences);
}

async function packed(text: string): Promise<{ readonly text: string } | { readonly gzip: string }> {
  if (text.length <= MOST_PLAIN_CHARACTERS) return { text };
  return { gzip: (await promisify(gzip)(text)).toString("base64") };
}

function tooLarge(): InputError {
  return new InputError(
    "CLEW_EXPORT_SIZE",
    `Cannot put this into one page: it is larger than ${MOST_CHARACTERS / 1024 / 1024} MiB; choose tasks with --task ` +
      "or --failed, or look at it with clew view",
  );
}
