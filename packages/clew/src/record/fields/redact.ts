import { hub, type Redaction, type RedactionRule } from "../hub/index.js";
import { type Hide, hideInText } from "./secrets-in-text.js";

/** Options of `redact`. */
export interface RedactOptions {
  /** What stands in the place of a secret; `[redacted]` by default. */
  readonly replacement?: string;
}

/**
 * Hides what stands under these names, in every message from now on: at any depth, in arrays, maps, errors and their
 * causes, in the query of URLs, and in JSON inside strings. A name counts however it is spelled: `apiKey` hides
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
    else if (key instanceof RegExp) patterns.push(new RegExp(key.source, key.unicode ? "iu" : "i"));
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
  return {
    rules,
    replace: (key, value) => hide(key) ?? hideInValue(value, hide),
    text: (text) => hideInText(text, hide),
  };
}

/** A name without what differs between ways of spelling it. */
function plainName(name: string): string {
  return name.replace(/[^\p{L}\p{N}]/gu, "").toLowerCase() || name;
}

/** What can be hidden in a value whose members are not asked by their names. */
function hideInValue(value: unknown, hide: Hide): unknown {
  if (typeof value === "string") return hideInText(value, hide);
  if (value instanceof Map) {
    return new Map([...value].map(([key, of]) => [key, (typeof key === "string" ? hide(key) : undefined) ?? of]));
  }
  if (Array.isArray(value)) return hideInList(value, hide);
  return value;
}

/** Headers come as pairs, `["authorization", "…"]`, and as names and values in turn, as in Node's `rawHeaders`. */
function hideInList(items: readonly unknown[], hide: Hide): readonly unknown[] {
  if (items.length % 2 === 1) return items;
  let hidden: unknown[] | undefined;
  for (let i = 0; i < items.length; i += 2) {
    const name = items[i];
    const replacement = typeof name === "string" && name.length <= 200 ? hide(name) : undefined;
    if (replacement === undefined) continue;
    hidden ??= [...items];
    hidden[i + 1] = replacement;
  }
  return hidden ?? items;
}
