// The file of a scope history as trio-vis writes it, `sc-logs.json`, as records. trio-vis writes it once, when the
// program ends; of a file that was cut off, all records before the cut are still read.

/** One event of a history: a scope or a task came to be, or ended. */
export interface ScRecord {
  /** A count of events, no clock. */
  readonly time: number;
  readonly desc: "created" | "exited";
  readonly name: string;
  readonly type: "scope" | "task";
  readonly parent: string | undefined;
}

export interface ScRecords {
  /** `makeDirectScopeTransparent` of its `config`: whether scopes with a single child are to be hidden. */
  readonly hideDirectScopes: boolean;
  readonly records: readonly ScRecord[];
  /** Findings on what could not be read, a sentence each. */
  readonly findings: readonly string[];
}

/** Reads the text of a file; a string is the reason why it is no such file at all. */
export function readScRecords(text: string): ScRecords | string {
  const whole = parseJson(text.charCodeAt(0) === 0xfeff ? text.slice(1) : text);
  if (whole === undefined) return recordsOfCutText(text);
  const raw = isObject(whole) ? whole.runRecords : undefined;
  if (!Array.isArray(raw)) return "it has no list of `runRecords`, as the sc-logs.json of trio-vis has";
  const config = (whole as Readonly<Record<string, unknown>>).config;
  const findings = isObject(config) ? [] : ["The file has no `config`."];
  return { hideDirectScopes: hides(config), ...usable(raw, findings) };
}

/** The records of a file that is no JSON as a whole, because its end is missing or something in it is damaged. */
function recordsOfCutText(text: string): ScRecords | string {
  const key = text.indexOf('"runRecords"');
  if (key === -1) return "it is no JSON, and has no `runRecords` in it";
  const raw: unknown[] = [];
  let damaged = 0;
  let cut = true;
  let open = -1;
  for (let i = text.indexOf("[", key) + 1; i > 0 && i < text.length; i++) {
    const char = text[i];
    if (char === '"') {
      i = endOfString(text, i);
    } else if (char === "{") {
      // A record holds no object: one that begins within another shows that the first was never closed.
      if (open !== -1) damaged++;
      open = i;
    } else if (char === "}" && open !== -1) {
      const record = parseJson(text.slice(open, i + 1));
      if (record === undefined) damaged++;
      else raw.push(record);
      open = -1;
    } else if (char === "]" && open === -1) {
      cut = false;
      break;
    }
  }
  const findings: string[] = [];
  if (damaged > 0) findings.push(`${count(damaged, "record is", "records are")} damaged and left out.`);
  if (cut)
    findings.push(`The file is cut off after ${count(raw.length, "record", "records")}: what came later is missing.`);
  if (!cut && damaged === 0) findings.push("The file is no whole JSON; its records could be read.");
  return {
    hideDirectScopes: !/"makeDirectScopeTransparent"\s*:\s*false/.test(text.slice(0, key)),
    ...usable(raw, findings),
  };
}

/** The place of the quote that ends a string; the end of the line or of the text where none does. */
function endOfString(text: string, start: number): number {
  for (let i = start + 1; i < text.length; i++) {
    if (text[i] === "\\") i++;
    else if (text[i] === '"' || text[i] === "\n") return i;
  }
  return text.length;
}

function usable(raw: readonly unknown[], findings: readonly string[]): Pick<ScRecords, "records" | "findings"> {
  const records: ScRecord[] = [];
  const wrong: number[] = [];
  for (const [i, value] of raw.entries()) {
    const record = toRecord(value);
    if (record === undefined) wrong.push(i + 1);
    else records.push(record);
  }
  if (wrong.length === 0) return { records, findings };
  const which = `${wrong.slice(0, 5).join(", ")}${wrong.length > 5 ? ", …" : ""}`;
  const unusable = `${count(wrong.length, "record lacks", "records lack")} a name, time, type or kind of event, and cannot be used (number ${which}).`;
  return { records, findings: [...findings, unusable] };
}

function toRecord(value: unknown): ScRecord | undefined {
  if (!isObject(value)) return undefined;
  const { time, desc, name, type, parent } = value;
  if (typeof time !== "number" || !Number.isFinite(time) || typeof name !== "string") return undefined;
  if (desc !== "created" && desc !== "exited") return undefined;
  if (type !== "scope" && type !== "task") return undefined;
  return { time, desc, name, type, parent: typeof parent === "string" ? parent : undefined };
}

function hides(config: unknown): boolean {
  return !isObject(config) || config.makeDirectScopeTransparent !== false;
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** A number with its noun. */
export function count(number: number, one: string, many: string): string {
  return `${number} ${number === 1 ? one : many}`;
}
