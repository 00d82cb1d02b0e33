import { isBytes, isRegExp } from "../../wire/index.js";
import { hub, type Redaction, type RedactionRule } from "../hub/index.js";
import { type Hide, hideInText } from "./secrets-in-text.js";

/** Options of `redact`. */
export interface RedactOptions {
  /** What stands in the place of a secret; `[redacted]` by default. */
  readonly replacement?: string;
}

/**
 * Hides what stands under these names, in every message from now on: at any depth, in arrays, maps, errors and their
 * causes, in lists of named values (`{ name, value }`, pairs, arguments of a command), and inside texts: in the query and the
 * user info of URLs, also where they were encoded again, in forms and cookies, in JSON, XML, YAML, TOML and ini files, in the
 * head of a request (`Authorization: …`), in commands, in the quoted values of SQL and of languages, in bytes that are one of
 * these. A value that stands without its name, as in `insert … values ('kim', '12345')`, is not known. A name counts however it is spelled: `apiKey` hides
 * `api_key`, `API-KEY` and `apikey` too. A RegExp is looked for in the name as it stands, in any case. Calls add up;
 * each gives the function that takes its names back.
 *
 * @example
 * ```ts
 * import { addDestination, logMessage, redact } from "clew";
 *
 * addDestination(({ user, url }) => console.log(user, url));
 * redact(["password", "token", /secret/]);
 * logMessage("login", { user: { name: "kim", Password: "12345" }, url: "https://example.org/?token=abc&page=2" });
 * ```
 *
 * ```text output
 * { name: 'kim', Password: '[redacted]' } https://example.org/?token=[redacted]&page=2
 * ```
 */
export function redact(keys: readonly (string | RegExp)[], options: RedactOptions = {}): () => void {
  const rule = toRule(keys, options.replacement ?? "[redacted]");
  setRules([...(hub.redaction?.rules ?? []), rule]);
  return () => setRules((hub.redaction?.rules ?? []).filter((other) => other !== rule));
}

function toRule(keys: readonly (string | RegExp)[], replacement: string): RedactionRule {
  const names = new Set<string>();
  const patterns: RegExp[] = [];
  for (const key of keys) {
    if (typeof key === "string") names.add(plainName(key));
    // A pattern that is global or sticky would remember where it stopped.
    else if (typeof key === "object" && key !== null && isRegExp(key))
      patterns.push(new RegExp(key.source, key.unicode ? "iu" : "i"));
    else throw new TypeError(`Cannot redact a key of type ${typeof key}: give names and regular expressions`);
  }
  return { names, patterns, replacement };
}

function setRules(rules: readonly RedactionRule[]): void {
  hub.redaction = rules.length === 0 ? undefined : createRedaction(rules);
}

function createRedaction(rules: readonly RedactionRule[]): Redaction {
  const hide: Hide = (name) => {
    const plain = plainName(name);
    const rule = rules.find(
      ({ names, patterns }) => names.has(plain) || patterns.some((pattern) => pattern.test(name)),
    );
    return rule?.replacement;
  };
  const text = (given: string) => hideInText(given, hide, rules[0]?.replacement ?? "");
  return { rules, text, replace: (key, value) => hide(key) ?? hideInValue(key, value, hide, text) };
}

/** A name without what differs between ways of spelling it. */
function plainName(name: string): string {
  return name.replace(/[^\p{L}\p{N}]/gu, "").toLowerCase() || name;
}

type HideText = (text: string) => string;

/** What can be hidden in a value whose members are not asked by their names. */
function hideInValue(key: string, value: unknown, hide: Hide, hideText: HideText): unknown {
  if (typeof value === "string") return hideText(value);
  if (Array.isArray(value)) return hideInList(key, value, hide);
  if (typeof value !== "object" || value === null) return value;
  return isBytes(value) ? hideInBytes(value, hideText) : hideInEntry(value, hide);
}

/** A list under a name like this holds names and values in turn, as Node's `rawHeaders` and undici's `headers`. */
const IN_TURN = /(headers|trailers)$/i;
/** Longer texts are no names. */
const LONGEST_NAME = 200;

/**
 * Headers come as pairs, `[["authorization", "…"]]`, and as names and values in turn. A list of words is neither, even if
 * one of them is a name that is hidden.
 */
function hideInList(key: string, items: readonly unknown[], hide: Hide): readonly unknown[] {
  if (items.length > 0 && items.every(isPair)) {
    return items.map((pair) => [pair[0], replacementOf(pair[0], hide) ?? pair[1]]);
  }
  if (items.some(isOption)) return hideInArguments(items, hide);
  if (!IN_TURN.test(key) || items.length % 2 === 1) return items;
  return items.map((item, i) => (i % 2 === 0 ? undefined : replacementOf(items[i - 1], hide)) ?? item);
}

/** An argument of a command that names an option. */
function isOption(item: unknown): item is string {
  return typeof item === "string" && /^--?[A-Za-z][\w-]{0,200}$/.test(item);
}

/** The arguments of a command: the one after `--password` is a password. */
function hideInArguments(items: readonly unknown[], hide: Hide): readonly unknown[] {
  return items.map((item, i) => {
    const before = items[i - 1];
    return (isOption(before) && !isOption(item) ? hide(before.replace(/^--?/, "")) : undefined) ?? item;
  });
}

/** An entry of a list of named values, `{ name, value }`, as HAR has headers and browsers have cookies. */
function hideInEntry(entry: object, hide: Hide): object {
  try {
    if (!Object.hasOwn(entry, "value")) return entry;
    const { name, key = name } = entry as { readonly name?: unknown; readonly key?: unknown };
    const replacement = replacementOf(key, hide);
    return replacement === undefined ? entry : { ...entry, value: replacement };
  } catch {
    // What cannot be read is marked where it is written.
    return entry;
  }
}

function isPair(item: unknown): item is readonly [string, unknown] {
  return Array.isArray(item) && item.length === 2 && typeof item[0] === "string";
}

function replacementOf(name: unknown, hide: Hide): string | undefined {
  return typeof name === "string" && name.length <= LONGEST_NAME ? hide(name) : undefined;
}

/** Longer bytes are not read as a text; what is written of them is their beginning. */
const MAX_READ_BYTES = 1024 * 1024;
/** Where the first bytes are none of these, it is no text: a gzip, an image, a protocol buffer. */
const TEXTUAL = /^[\t\n\r -~\x80-\xff]{0,64}$/;

/** Bytes that are a text with a secret in it, as the body of a request is, are written as that text without it. */
function hideInBytes(value: Uint8Array | DataView | ArrayBuffer, hideText: HideText): unknown {
  const all = ArrayBuffer.isView(value)
    ? new Uint8Array(value.buffer, value.byteOffset, value.byteLength)
    : new Uint8Array(value);
  const head = String.fromCharCode(...all.subarray(0, 64));
  if (!TEXTUAL.test(head)) return value;
  const text = new TextDecoder().decode(all.subarray(0, MAX_READ_BYTES));
  const clean = hideText(text);
  return clean === text ? value : clean;
}
