// The menu of commands: views, tasks by their id, filters, the theme, typed and taken by keys alone.

import type { TaskRow } from "@clew/log";
import { type Signal, useSignal } from "@preact/signals";
import { useEffect, useRef } from "preact/hooks";
import { formatType, formatWholeTime, narrowedBy, type PageState } from "../../model/index.js";
import type { LogSession, Session } from "../../state/index.js";
import { fitting, type Suggestions, useSuggestions, wantsValue } from "../filter/suggestions.js";
import { Combobox, type Option } from "../parts/combobox.js";
import { useDialog } from "../parts/use-dialog.js";
import { changeTheme, otherTheme } from "./theme-button.js";
import { NAMED_VIEWS } from "./views.js";

interface Command extends Option {
  /** Does it. True keeps the menu open, for more is to be typed. */
  do(): unknown;
}

interface CommandMenuProps {
  readonly session: Session;
  readonly log: LogSession | undefined;
  readonly shown: Signal<boolean>;
  readonly help: Signal<boolean>;
}

/** The menu, which Ctrl-K or Cmd-K opens from every focus, also from a field for text. */
export function CommandMenu({ session, log, shown, help }: CommandMenuProps) {
  useEffect(() => {
    const press = (event: KeyboardEvent) => {
      if (event.key.toLowerCase() !== "k" || event.ctrlKey === event.metaKey || event.altKey || event.shiftKey) return;
      event.preventDefault();
      help.value = false;
      shown.value = !shown.peek();
    };
    window.addEventListener("keydown", press);
    return () => window.removeEventListener("keydown", press);
  }, []);
  const { dialog, close } = useDialog(shown);
  return (
    <dialog ref={dialog} class="commands" aria-label="Commands" onClose={close}>
      {shown.value &&
        (log === undefined ? (
          <Commands own={ownCommands(session, log, help)} close={close} />
        ) : (
          <LogCommands session={session} log={log} help={help} close={close} />
        ))}
    </dialog>
  );
}

interface LogCommandsProps extends Omit<CommandMenuProps, "shown"> {
  readonly log: LogSession;
  close(): void;
}

/** The shortest beginning of an id by which tasks are looked for. */
const LEAST_OF_ID = 4;
const MOST_TASKS = 5;

/** The commands of a log: also tasks whose id begins as typed, filters with their values, a search. */
function LogCommands({ session, log, help, close }: LogCommandsProps) {
  const { navigation, source } = log;
  const suggestions = useSuggestions(log);
  const tasks = useSignal<readonly TaskRow[]>([]);
  const asked = useRef("");
  const look = (text: string) => {
    void suggestions.look(text);
    const start = text.trim();
    asked.current = start;
    if (start.length < LEAST_OF_ID) {
      tasks.value = [];
      return;
    }
    const page = { sort: "time", descending: true, offset: 0, limit: MOST_TASKS } as const;
    void source.tasks({ taskUuidStart: start }, page).then(
      ({ rows }) => {
        if (asked.current === start) tasks.value = rows;
      },
      () => {},
    );
  };
  const go = (change: Partial<PageState>) => navigation.step(change);
  const more = (text: string, type: (text: string) => void): readonly Command[] => [
    ...tasks.value.map((row) => ({
      text: `Task ${row.taskUuid}`,
      about: `${formatType(row.type)} ${formatWholeTime(row.startTime)}`,
      do: () => go({ view: "task", task: row.taskUuid, at: undefined, folded: [], find: undefined }),
    })),
    ...filters(log, suggestions, text, type),
    ...(text.trim() === ""
      ? []
      : [
          {
            text: `Search for “${text.trim()}”`,
            about: "in all messages",
            do: () => go({ view: "forest", query: { ...navigation.state.peek().query, text: text.trim() } }),
          },
        ]),
  ];
  return <Commands own={ownCommands(session, log, help)} more={more} look={look} close={close} />;
}

/** Filters that begin as typed, or have the typed value. They hold in the view that is shown, if it has a filter. */
function filters(
  { navigation }: LogSession,
  suggestions: Suggestions,
  text: string,
  type: (text: string) => void,
): readonly Command[] {
  if (text.trim() === "") return [];
  const view = FILTERED.has(navigation.state.peek().view) ? navigation.state.peek().view : "forest";
  const found = suggestions.of(text);
  const isWhole = /[=<>]\s*\S/.test(text) && !found.some((option) => option.text === text);
  return [...found, ...(isWhole ? [{ text, about: "" }] : [])].map((option) => ({
    text: `Only ${option.text}`,
    about: option.about,
    do: () => {
      if (wantsValue(option.text)) {
        type(option.text);
        return true;
      }
      navigation.step({ view, query: narrowedBy(navigation.state.peek().query, option.text) });
      return false;
    },
  }));
}

/** The views that a filter narrows. */
const FILTERED: ReadonlySet<PageState["view"]> = new Set(["overview", "forest", "why", "slow"]);

/** What can be done with any log, and without one. */
function ownCommands(session: Session, log: LogSession | undefined, help: Signal<boolean>): readonly Command[] {
  const { navigation } = session;
  const isNarrowed = Object.keys(navigation.state.value.query).length > 0;
  return [
    ...NAMED_VIEWS.map(({ view, name }, i) => ({
      text: `Go to ${name}`,
      about: String(i + 1),
      do: () => navigation.step({ view }),
    })),
    ...(isNarrowed ? [{ text: "All tasks: no filter", about: "", do: () => navigation.step({ query: {} }) }] : []),
    ...(log?.summary.value?.live === true
      ? [{ text: log.paused.value ? "Go on" : "Hold still", about: "p", do: () => log.togglePause() }]
      : []),
    { text: `Show the page ${otherTheme()}`, about: "theme", do: changeTheme },
    {
      text: "Keys and help",
      about: "?",
      do: () => {
        help.value = true;
      },
    },
  ];
}

interface CommandsProps {
  readonly own: readonly Command[];
  /** Those that depend on what was typed. */
  more?(text: string, type: (text: string) => void): readonly Command[];
  look?(text: string): void;
  close(): void;
}

function Commands({ own, more, look, close }: CommandsProps) {
  const typed = useSignal("");
  const field = useRef<HTMLInputElement | null>(null);
  useEffect(() => {
    field.current?.focus();
    look?.("");
  }, []);
  const type = (text: string) => {
    typed.value = text;
    look?.(text);
  };
  const options = [...fitting(own, typed.value), ...(more?.(typed.value, type) ?? [])];
  return (
    <>
      <Combobox
        id="command"
        field={field}
        label="A view, a task's id, a filter, a command"
        placeholder="A view, a task's id, field=value, a command"
        typed={typed.value}
        options={options}
        takesFirst
        type={type}
        take={(command) => {
          if (command === undefined || command.do() === true) return;
          close();
        }}
        leave={close}
      />
      {options.length === 0 && <p class="faint">Nothing is called so.</p>}
    </>
  );
}
