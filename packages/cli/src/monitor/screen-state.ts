/** The state of the full screen, and its change by each key; no terminal and no program, so that it can be tested. */

import type { Key } from "node:readline";
import type { MonitorMember } from "clew/observe";
import { type Arrangement, SORTS } from "./arrange.js";

export interface ScreenState {
  readonly how: Arrangement;
  readonly view: "members" | "events" | "place" | "help";
  /** The id of the selected member; 0 selects the first. */
  readonly selected: number;
  /** A line that is being typed, or a question that waits for its answer. */
  readonly prompt?:
    | { readonly kind: "filter"; readonly text: string }
    | { readonly kind: "cancel"; readonly id: number };
  /** True while the screen stands still. */
  readonly isPaused: boolean;
  /** The message at the foot, until the next key. */
  readonly message?: string;
}

/** A command that a key gives. */
export type ScreenAct =
  | { readonly do: "quit" }
  | { readonly do: "where" | "cancel"; readonly id: number }
  | { readonly do: "follow" };

export interface Pressed {
  readonly state: ScreenState;
  readonly act?: ScreenAct;
}

export function firstState(how: Arrangement): ScreenState {
  return { how, view: "members", selected: 0, isPaused: false };
}

/** The state after a key. `shown` are the members in the order of the screen, `page` how many fit on it. */
export function press(state: ScreenState, key: Key, shown: readonly MonitorMember[], page: number): Pressed {
  if (key.ctrl === true && key.name === "c") return { state, act: { do: "quit" } };
  const { message: _, ...quiet } = state;
  if (state.prompt?.kind === "filter") return { state: typeFilter(quiet, state.prompt.text, key) };
  if (state.prompt?.kind === "cancel") return answerCancel(quiet, state.prompt.id, key);
  if (state.view !== "members") return pressInside(quiet, key);
  const at = Math.max(
    0,
    shown.findIndex(({ id }) => id === state.selected),
  );
  const id = shown[at]?.id;
  const select = (to: number): Pressed => {
    const next = shown[Math.min(shown.length - 1, Math.max(0, to))];
    return { state: next === undefined ? quiet : { ...quiet, selected: next.id } };
  };
  switch (key.name ?? key.sequence) {
    case "up":
    case "k":
      return select(at - 1);
    case "down":
    case "j":
      return select(at + 1);
    case "pageup":
      return select(at - page);
    case "pagedown":
    case "space":
      return select(at + page);
    case "home":
      return select(0);
    case "end":
      return select(shown.length - 1);
    case "s":
      return { state: { ...quiet, how: { ...quiet.how, sort: nextSort(quiet.how.sort) } } };
    case "r":
      return { state: { ...quiet, how: { ...quiet.how, isReversed: quiet.how.isReversed !== true } } };
    case "return":
    case "enter":
    case "w":
      return id === undefined ? { state: quiet } : { state: quiet, act: { do: "where", id } };
    case "c":
      return { state: id === undefined ? quiet : { ...quiet, prompt: { kind: "cancel", id } } };
    default:
      return pressAnywhere(quiet, key);
  }
}

function pressAnywhere(state: ScreenState, key: Key): Pressed {
  switch (key.name ?? key.sequence) {
    case "q":
      return { state, act: { do: "quit" } };
    case "p":
      return { state: { ...state, isPaused: !state.isPaused } };
    case "f":
      return { state: { ...state, view: "events" }, act: { do: "follow" } };
    default:
      break;
  }
  if (key.sequence === "/") return { state: { ...state, prompt: { kind: "filter", text: state.how.filter ?? "" } } };
  if (key.sequence === "?" || key.name === "h") return { state: { ...state, view: "help" } };
  return { state };
}

/** In the events, a place or the help: back, or on to another view. */
function pressInside(state: ScreenState, key: Key): Pressed {
  const isBack = ["escape", "return", "left", "backspace"].includes(key.name ?? "") || key.name === "q";
  if (isBack || (key.name === "f" && state.view === "events")) return { state: { ...state, view: "members" } };
  return pressAnywhere(state, key);
}

function typeFilter(state: ScreenState, text: string, key: Key): ScreenState {
  const { prompt: _, ...rest } = state;
  const withFilter = (filter: string): Arrangement => {
    const { filter: _, ...how } = state.how;
    return filter === "" ? how : { ...how, filter };
  };
  if (key.name === "return" || key.name === "enter") return { ...rest, how: withFilter(text) };
  if (key.name === "escape") return { ...rest, how: withFilter("") };
  const typed = key.sequence !== undefined && /^[^\p{Cc}]$/u.test(key.sequence) && key.ctrl !== true;
  const next = key.name === "backspace" ? text.slice(0, -1) : typed ? text + key.sequence : text;
  // A filter takes effect while it is typed.
  return { ...rest, how: withFilter(next), prompt: { kind: "filter", text: next } };
}

function answerCancel(state: ScreenState, id: number, key: Key): Pressed {
  const { prompt: _, ...rest } = state;
  if (key.name === "y") return { state: rest, act: { do: "cancel", id } };
  return { state: { ...rest, message: "Nothing was cancelled." } };
}

function nextSort(sort: Arrangement["sort"]): Arrangement["sort"] {
  return SORTS[(SORTS.indexOf(sort) + 1) % SORTS.length] as Arrangement["sort"];
}
