// Levels as loggers write them, under one spelling each.

/** The numbers of pino and bunyan; a program may add others, which keep their numbers. */
const BY_NUMBER: Readonly<Record<number, string>> = {
  10: "trace",
  20: "debug",
  30: "info",
  40: "warn",
  50: "error",
  60: "fatal",
};

const SPELLINGS: Readonly<Record<string, string>> = {
  warning: "warn",
  information: "info",
  informational: "info",
  log: "info",
  err: "error",
  eror: "error",
  severe: "error",
  critical: "fatal",
  crit: "fatal",
  panic: "fatal",
  dpanic: "fatal",
  emerg: "fatal",
  emergency: "fatal",
  alert: "fatal",
  verbose: "trace",
  finest: "trace",
  silly: "trace",
  dbg: "debug",
  inf: "info",
  wrn: "warn",
  trc: "trace",
  vrb: "trace",
  ftl: "fatal",
};

/** The level that a value says; `numbers` are those of a logger that counts in its own way. */
export function levelOf(value: unknown, numbers: Readonly<Record<number, string>> = BY_NUMBER): string | undefined {
  if (typeof value === "number") return numbers[value] ?? String(value);
  if (typeof value !== "string" || value === "") return undefined;
  const name = value.toLowerCase();
  return SPELLINGS[name] ?? name;
}

const WORD =
  /^(?:trace|debug|dbg|info|inf|information|notice|warn|warning|wrn|error|err|fatal|ftl|critical|crit|panic|severe|verbose)$/i;

/** Whether a word in a text is a level. */
export function isLevelWord(word: string): boolean {
  return WORD.test(word);
}

/** Whether a line of this level tells of an error. */
export function isErrorLevel(level: string | undefined): boolean {
  return level === "error" || level === "fatal";
}
