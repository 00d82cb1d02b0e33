import { type Dialect, isLevelWord, levelOf, momentOf, type TextRead } from "../parts/index.js";

/** A day and a time of day; the same with the month's name; as C writes it; a time of day alone. */
const TIME =
  /^[[<(]?(?:(\d{4}[-/]\d\d[-/]\d\d[T ]\d\d:\d\d:\d\d(?:[.,]\d{1,9})?) ?(Z|UTC|[+-]\d\d:?\d\d)?|(\d\d[-/ ][A-Z][a-z]{2}[-/ ]\d{4} \d\d:\d\d:\d\d)(?:[.,](\d+))?(?: UTC)?|[A-Z][a-z]{2} ([A-Z][a-z]{2} [ \d]\d) (\d\d:\d\d:\d\d)(\.\d+)? (\d{4})|\d\d:\d\d:\d\d(?:[.,]\d{1,6})?)[\])>]?(?=[\s|,;:]|$)/;
/** The level stands among the first words, which are short. */
const MOST_WORDS = 6;
const MOST_CHARACTERS = 240;
const AROUND = /^[[(<|:,;-]+|[\])>|:,;-]+$/g;

/**
 * A time, a level, and a text: the usual form of logs that people read, of Log4j, Logback, NLog, Python's logging, loguru,
 * env_logger, Monolog and many others. Names between the two tell the logger.
 */
export const plain: Dialect = {
  name: "plain",
  lines: "lines of text with a level",
  example: "2026-01-02 03:04:05,006 INFO  [main] shop.App - listening",
  ofText: (text) => {
    const found = TIME.exec(text);
    return found === null ? undefined : behind(text.slice(found[0].length), momentIn(found));
  },
};

/** The time that the beginning of a text tells. */
export function momentAtStart(text: string): number | undefined {
  const found = TIME.exec(text);
  return found === null ? undefined : momentIn(found);
}

function momentIn([, iso, zone, named, fraction, day, clock, part, year]: RegExpExecArray): number | undefined {
  if (iso !== undefined) return momentOf(`${iso.replaceAll("/", "-")}${zone ?? ""}`);
  // Of a time of day alone nobody knows the day.
  if (named === undefined && day === undefined) return undefined;
  const readable =
    named === undefined
      ? `${day?.trim().split(/ +/).reverse().join(" ")} ${year} ${clock}`
      : named.replace(/[-/]/g, " ");
  const whole = Date.parse(`${readable} UTC`) / 1000;
  return Number.isNaN(whole) ? undefined : whole + Number(named === undefined ? (part ?? 0) : `0.${fraction ?? 0}`);
}

function behind(text: string, time: number | undefined): TextRead | undefined {
  const words = text.slice(0, MOST_CHARACTERS).matchAll(/[^\s|]+/g);
  const before: string[] = [];
  for (const { 0: written, index } of words) {
    const word = written.replace(AROUND, "");
    const parts = word.split(/[./:]/);
    const level = [parts.at(-1) ?? "", parts[0] ?? ""].find(isLevelWord);
    if (level !== undefined && isMeant(written, level, before.length)) {
      const channel = parts.filter((part) => part !== level).join(".");
      const { logger, said } = loggerIn(text.slice(index + written.length));
      const named = logger ?? (channel || before.find((each) => NAME.test(each) && !UUID.test(each)));
      const id = before.find((each) => UUID.test(each));
      return {
        value: id === undefined ? {} : { request_id: id },
        parts: { time, level: levelOf(level), text: said.trimEnd(), ...(named !== undefined && { logger: named }) },
      };
    }
    if (word !== "") before.push(word);
    if (before.length >= MOST_WORDS) return undefined;
  }
  return undefined;
}

/** An id before the level is that of a request, as AWS Lambda and many patterns have it. */
const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i;
const NAME = /^[A-Za-z_][\w.$/@:-]{1,60}$/;

/** A word of a sentence may be a level's name: a level is in capitals, marked, or comes first. */
function isMeant(written: string, word: string, before: number): boolean {
  return word === word.toUpperCase() || before === 0 || /^[[(<]|[\])>:|]$/.test(written);
}

/** `[main] shop.App - text`, `shop.App: text`, `| shop.app:run:12 - text`. */
function loggerIn(text: string): { readonly logger: string | undefined; readonly said: string } {
  // Spring Boot writes the process, the application and the thread before the logger.
  const rest = text.replace(/^[\s|:\])>-]+/, "").replace(/^\d+ --- (?:\[[^\]]*\] *)+/, "");
  const thread = /^\[([^\]]{1,60})\] +/.exec(rest);
  const behindThread = thread === null ? rest : rest.slice(thread[0].length);
  const named = /^\[?([A-Za-z_][\w.$/@:-]{0,80}?)(?:\] +|: +| +[-:] +|\|)(.*)$/s.exec(behindThread);
  if (named !== null) return { logger: named[1], said: named[2] as string };
  return thread === null ? { logger: undefined, said: rest } : { logger: thread[1], said: behindThread };
}
