import type { LogName, LogSummary } from "@clew/log";
import type { Signal } from "@preact/signals";
import { visible } from "clew/render";
import { formatTime, NO_SPAN, plural, withoutFolders } from "../../model/index.js";
import type { LogSession, Navigation, Session } from "../../state/index.js";
import { Ball, Search } from "../parts/icons.js";
import { Live } from "./live.js";
import { ThemeButton } from "./theme-button.js";
import { NAMED_VIEWS } from "./views.js";

interface HeaderProps {
  readonly session: Session;
  readonly log: LogSession | undefined;
  readonly help: Signal<boolean>;
  readonly commands: Signal<boolean>;
}

export function Header({ session, log, help, commands }: HeaderProps) {
  const { navigation } = session;
  const current = navigation.state.value.view;
  const summary = log?.summary.value;
  return (
    <header class="head">
      <a class="brand" href={navigation.href({ view: "overview" })} title="clew: the overview">
        <Ball />
        <span>clew</span>
      </a>
      {summary !== undefined && (
        <div class="log-name" title={`${visible(summary.name)}, ${plural(summary.messages, "message")}`}>
          {summary.compared === undefined ? (
            <b>{visible(withoutFolders(summary.name))}</b>
          ) : (
            <LogSwitch navigation={navigation} compared={summary.compared} />
          )}
          <span class="log-size">{plural(summary.messages, "message")}</span>
          {summary.asOf !== undefined && (
            <span class="log-size warn" title="The node that answered has not all that came since">
              as of {formatTime(summary.asOf, NO_SPAN)}
            </span>
          )}
          {summary.unusedLines > 0 && (
            <span class="log-size warn" title="Lines that are no messages; clew find prints which, and why">
              {plural(summary.unusedLines, "line")} not used
            </span>
          )}
        </div>
      )}
      <nav aria-label="Views">
        {NAMED_VIEWS.map(({ view, name }) => (
          <a key={view} href={navigation.href({ view })} aria-current={view === current ? "page" : undefined}>
            {name}
          </a>
        ))}
      </nav>
      <div class="tools">
        {log !== undefined && <Live log={log} />}
        <button
          type="button"
          class="quiet"
          title="Commands (Ctrl-K, on a Mac Cmd-K)"
          aria-label="Commands"
          onClick={() => {
            commands.value = true;
          }}
        >
          <Search />
        </button>
        <ThemeButton />
        <button
          type="button"
          class="quiet"
          title="Keys and help (?)"
          aria-label="Keys and help"
          onClick={() => {
            help.value = true;
          }}
        >
          ?
        </button>
      </div>
    </header>
  );
}

interface LogSwitchProps {
  readonly navigation: Navigation;
  readonly compared: NonNullable<LogSummary["compared"]>;
}

/** The log and its baseline, of which one is shown. What is chosen in the one means nothing in the other. */
function LogSwitch({ navigation, compared }: LogSwitchProps) {
  const current = navigation.state.value.log;
  const to = (log: LogName, name: string) => (
    <a
      href={navigation.href({ log, task: undefined, at: undefined, folded: [], pick: undefined, query: {} })}
      aria-current={log === current ? "true" : undefined}
      title={visible(name)}
    >
      {visible(withoutFolders(name))}
    </a>
  );
  return (
    <span class="switch" role="group" aria-label="Log">
      {to("baseline", compared.baseline)}
      {to(undefined, compared.log)}
    </span>
  );
}
