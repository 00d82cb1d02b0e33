/** The full screen as lines: a head, the table with a selected row, warnings, and a foot that tells the keys. */

import type { MonitorGreeting, MonitorLook, MonitorMember } from "clew/observe";
import { cutToColumns, visible } from "clew/render";
import { type AnswerOptions, type Piece, toLine } from "../output/answer-lines.js";
import { arrange } from "./arrange.js";
import { tableOf } from "./columns.js";
import { headPieces, warningPieces } from "./look-text.js";
import type { ScreenState } from "./screen-state.js";
import { warningsOf } from "./warnings.js";

const MOST_WARNINGS = 4;

export interface ScreenContent {
  readonly greeting: MonitorGreeting;
  readonly look: MonitorLook;
  /** The last events, and what was asked of a member. */
  readonly events: readonly (readonly Piece[])[];
  readonly place: readonly (readonly Piece[])[];
}

export interface ScreenSize {
  readonly rows: number;
  readonly columns: number;
}

const KEYS: readonly (readonly [string, string])[] = [
  ["↑ ↓ j k", "select; page up and down, home, end"],
  ["s, r", "sort by the next column; the other way round"],
  ["/", "filter by words; Enter keeps it, Escape takes it away"],
  ["w, Enter", "where the selected one comes from, and its stack if it holds the event loop"],
  ["c", "cancel the selected one, after a question"],
  ["f", "what happens, line by line; f again goes back"],
  ["p", "stand still, or go on"],
  ["q, Ctrl-C", "leave; the program goes on"],
];

/** The number of members that fit on the screen. */
export function pageOf({ rows }: ScreenSize): number {
  return Math.max(1, rows - 6 - MOST_WARNINGS);
}

/** The members in the order in which they are shown. */
export function shownMembers({ look }: ScreenContent, { how }: ScreenState): readonly MonitorMember[] {
  return arrange(look.members, how).map(({ member }) => member);
}

export function screenLines(
  content: ScreenContent,
  state: ScreenState,
  size: ScreenSize,
  options: AnswerOptions,
): readonly string[] {
  const fitted = { ...options, width: size.columns };
  const line = (pieces: readonly Piece[]) => toLine(pieces, fitted);
  const head = headPieces(content.greeting, content.look).map(line);
  const room = Math.max(0, size.rows - head.length - 2);
  const body = bodyLines(content, state, room, fitted);
  const blank = new Array<string>(Math.max(0, room - body.length)).fill("");
  return [...head, "", ...body.slice(0, room), ...blank, footLine(content, state, fitted)].slice(-size.rows);
}

function bodyLines(
  content: ScreenContent,
  state: ScreenState,
  room: number,
  options: AnswerOptions,
): readonly string[] {
  const line = (pieces: readonly Piece[]) => toLine(pieces, options);
  switch (state.view) {
    case "help":
      return KEYS.map(([keys, what]) =>
        line([
          ["type", keys.padEnd(12)],
          ["value", what],
        ]),
      );
    case "events":
      if (content.events.length === 0)
        return [line([["note", "Nothing has happened since. What happens comes here."]])];
      return content.events.slice(-room).map(line);
    case "place":
      return content.place.flatMap((pieces) => wrapped(pieces, options.width ?? 80)).map(line);
    case "members":
      return memberLines(content, state, room, options);
  }
}

/** A key and a value that may be longer than the screen is wide: the file of a stack is not to be cut. */
function wrapped([key, value]: readonly Piece[], width: number): (readonly Piece[])[] {
  if (key === undefined || value === undefined) return [];
  const [role, text] = [value[0], visible(value[1])];
  const room = Math.max(10, width - key[1].length);
  const lines: (readonly Piece[])[] = [[key, [role, text.slice(0, room)]]];
  for (let at = room; at < text.length; at += room) {
    lines.push([
      ["key", " ".repeat(key[1].length)],
      [role, text.slice(at, at + room)],
    ]);
  }
  return lines;
}

function memberLines(
  { look }: ScreenContent,
  state: ScreenState,
  room: number,
  options: AnswerOptions,
): readonly string[] {
  const warnings = warningsOf(look);
  const said = warningPieces(warnings.slice(0, MOST_WARNINGS), look).map((pieces) => toLine(pieces, options));
  const more = warnings.length - MOST_WARNINGS + 1;
  if (more > 1) said[MOST_WARNINGS - 1] = toLine([["warning", `… and ${more} more warnings`]], options);
  const rows = arrange(look.members, state.how);
  const [heads = [], ...table] = tableOf(rows, new Set(warnings.map(({ member }) => member)), options);
  const page = Math.max(1, room - 1 - said.length - (said.length > 0 ? 1 : 0));
  const at = Math.max(
    0,
    rows.findIndex(({ member }) => member.id === state.selected),
  );
  const from = Math.min(Math.max(0, at - Math.floor(page / 2)), Math.max(0, table.length - page));
  const lines = table.slice(from, from + page).map((pieces, i) => {
    if (from + i !== at) return toLine(pieces, options);
    const text = visible(pieces.map(([, part]) => part).join(""));
    return `\x1b[7m${cutToColumns(text.padEnd(options.width ?? 0), options.width ?? 0, options.measure)}\x1b[0m`;
  });
  const gap = new Array<string>(Math.max(0, page - lines.length)).fill("");
  return [toLine(heads, options), ...lines, ...(said.length > 0 ? [...gap, "", ...said] : [])];
}

function footLine({ look }: ScreenContent, state: ScreenState, options: AnswerOptions): string {
  const { prompt, message, how, isPaused } = state;
  if (prompt?.kind === "filter") return toLine([["heading", `filter: ${prompt.text}_`]], options);
  if (prompt?.kind === "cancel") {
    const member = look.members.find(({ id }) => id === prompt.id);
    const what = member === undefined ? "what has ended" : `the ${member.kind} ${member.name} (${member.id})`;
    return toLine([["warning", `Cancel ${what}? y or n`]], options);
  }
  if (message !== undefined) return toLine([["heading", message]], options);
  const order = `${how.sort}${how.isReversed === true ? ", reversed" : ""}`;
  const filter = how.filter === undefined ? "" : ` filter: ${how.filter}`;
  return toLine(
    [
      ["heading", isPaused ? "PAUSED  " : ""],
      ["note", `q leave  ? keys  / filter  s sort (${order})  w where  c cancel  f follow  p pause`],
      ["value", filter],
    ],
    options,
  );
}
