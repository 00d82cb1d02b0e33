// An answer as an agent gets it: one JSON object of a bounded size, with places as texts. Everything that came out of
// the log stands below `log_data`, in JSON strings whose hidden characters are escaped.

import { encodeExact } from "@clew/log";
import type { TaskLevel } from "clew/parse";
import { placeText } from "./place.js";

/** The way to go on from an answer. */
export interface NextStep {
  readonly tool: string;
  readonly with: Readonly<Record<string, unknown>>;
}

export interface AgentAnswer {
  readonly data: unknown;
  readonly next?: readonly NextStep[];
}

/** Some 5,000 tokens. */
const MOST_CHARACTERS = 20_000;

/** From wide to narrow: the most members of a list, and the most characters of a text. */
const BOUNDS = [
  { members: 200, characters: 2_000 },
  { members: 50, characters: 500 },
  { members: 20, characters: 300 },
  { members: 10, characters: 200 },
  { members: 5, characters: 120 },
  { members: 3, characters: 80 },
  { members: 1, characters: 60 },
] as const;

type Bounds = (typeof BOUNDS)[number];

/** Values of a log may be 100,000 levels deep. */
const MOST_LEVELS = 16;

/** The text of an answer; lists and texts are shortened, and say by how much, until all of it fits. */
export function agentText({ data, next = [] }: AgentAnswer): string {
  let text = "";
  for (const bounds of BOUNDS) {
    text = jsonText(shortened(data, bounds), next);
    if (text.length <= MOST_CHARACTERS) return text;
  }
  return jsonText({ left_out: `all: ${text.length} characters at the least; ask for less` }, next);
}

function jsonText(data: unknown, next: readonly NextStep[]): string {
  return encodeExact({ log_data: data, ...(next.length > 0 && { next }) });
}

function shortened(value: unknown, bounds: Bounds, depth = 0): unknown {
  if (typeof value === "string") return shortText(value, bounds.characters);
  if (typeof value !== "object" || value === null) return value;
  if (depth === MOST_LEVELS) return "… (deeper)";
  if (Array.isArray(value)) {
    const kept = value.slice(0, bounds.members).map((member) => shortened(member, bounds, depth + 1));
    const left = value.length - kept.length;
    return left === 0 ? kept : [...kept, { left_out: left }];
  }
  const entries = Object.entries(withPlace(value)).filter(([, member]) => member !== undefined);
  const kept = entries
    .slice(0, bounds.members)
    .map(([name, member]) => [shortText(name, bounds.characters), shortened(member, bounds, depth + 1)]);
  if (kept.length < entries.length) kept.push(["left_out", entries.length - kept.length]);
  return Object.fromEntries(kept);
}

function shortText(text: string, characters: number): string {
  if (text.length <= characters) return text;
  return `${text.slice(0, characters)}… (${text.length - characters} more characters)`;
}

/** Where an object tells its place, one text in front instead of two members. */
function withPlace(value: object): object {
  const { task_uuid, task_level, ...others } = value as { task_uuid?: unknown; task_level?: unknown };
  if (typeof task_uuid !== "string" || !Array.isArray(task_level)) return value;
  return { place: placeText(task_uuid, task_level as TaskLevel), ...others };
}
