// From a question to its answer. Each question takes one of a few places while it is worked on, also after whoever asked
// was told that it takes too long: what runs away fills the places, not the memory.

import { type Questions, UnknownTaskError } from "@clew/log";
import { Asked, QuestionError } from "./asked.js";
import type { Refusal } from "./guard.js";
import { type AnswerType, SERVED_QUESTIONS } from "./served-questions.js";
import type { ShownLog } from "./shown-log.js";

export interface AnswerLimits {
  readonly timeMs: number;
  /** The same for questions that read the whole log. */
  readonly longTimeMs: number;
  readonly mostAtOnce: number;
  /** The most that is answered with. */
  readonly answerBytes: number;
}

export interface Answer {
  readonly type: AnswerType;
  readonly text: string;
}

/** Answers questions about a log, within limits. */
export class Answers {
  readonly #limits: AnswerLimits;
  #running = 0;

  constructor(limits: AnswerLimits) {
    this.#limits = limits;
  }

  /** `ask` is the text of what is asked, as JSON. */
  async answer(log: ShownLog, name: keyof Questions, ask: string): Promise<Answer | Refusal> {
    if (this.#running >= this.#limits.mostAtOnce)
      return { status: 503, error: "Too much is asked at once; ask again." };
    try {
      const text = await this.#inTime(asking(log, name, ask), this.#timeOf(name));
      if (text.length > this.#limits.answerBytes) return tooLarge(name);
      return { type: SERVED_QUESTIONS[name].type ?? "application/json", text };
    } catch (error) {
      if (error instanceof QuestionError || error instanceof UnknownTaskError)
        return { status: 400, error: error.message };
      if (error instanceof TooSlow) return { status: 503, error: error.message };
      return { status: 500, error: `The question failed: ${error instanceof Error ? error.message : String(error)}` };
    }
  }

  #timeOf(name: keyof Questions): number {
    return SERVED_QUESTIONS[name].isLong === true ? this.#limits.longTimeMs : this.#limits.timeMs;
  }

  async #inTime(answering: Promise<string>, timeMs: number): Promise<string> {
    this.#running++;
    const done = () => {
      this.#running--;
    };
    answering.then(done, done);
    let timer: NodeJS.Timeout | undefined;
    const late = new Promise<never>((_, reject) => {
      timer = setTimeout(() => reject(new TooSlow(timeMs)), timeMs);
    });
    try {
      return await Promise.race([answering, late]);
    } finally {
      clearTimeout(timer);
    }
  }
}

async function asking<Name extends keyof Questions>(log: ShownLog, name: Name, ask: string): Promise<string> {
  const { read, answer } = SERVED_QUESTIONS[name];
  return answer(log, read(new Asked(jsonOf(ask))));
}

function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    throw new QuestionError("A question must be JSON.");
  }
}

function tooLarge(name: keyof Questions): Refusal {
  const way = name === "task" ? "look at it with clew tree --task" : "narrow the question";
  return { status: 413, error: `The answer is too large for a page; ${way}.` };
}

class TooSlow extends Error {
  constructor(timeMs: number) {
    super(`The answer took longer than ${timeMs / 1000} s; narrow the question, or ask the command.`);
  }
}
