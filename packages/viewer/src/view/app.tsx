import { useComputed, useSignal } from "@preact/signals";
import { shortUuid } from "clew/render";
import { useEffect } from "preact/hooks";
import { formatText, formatType, withoutFolders } from "../model/index.js";
import type { LogSession, Session } from "../state/index.js";
import { CompareView } from "./compare/compare-view.js";
import { FailuresView } from "./failures/failures-view.js";
import { ForestView } from "./forest/forest-view.js";
import { Overview } from "./overview/overview.js";
import { Failure } from "./parts/notice.js";
import { useKeys } from "./parts/use-keys.js";
import { ScopesView } from "./scopes/scopes-view.js";
import { CommandMenu } from "./shell/command-menu.js";
import { DropNote, type ReadFile } from "./shell/drop-zone.js";
import { Header } from "./shell/header.js";
import { Help } from "./shell/help.js";
import { NoLog } from "./shell/no-log.js";
import { NAMED_VIEWS } from "./shell/views.js";
import { TaskView } from "./task/task-view.js";
import { TimeView } from "./time/time-view.js";

export interface AppProps {
  readonly session: Session;
  readonly readFile: ReadFile;
}

export function App({ session, readFile }: AppProps) {
  const helped = useSignal(false);
  const commanding = useSignal(false);
  const { navigation } = session;
  const opening = session.opening.value;
  const log = opening.kind === "open" ? opening.log : undefined;
  const open = (file: File) => session.openFile(file.name, () => readFile(file));
  useTitle(log);
  useKeys({
    "?": () => {
      helped.value = !helped.value;
    },
    ...Object.fromEntries(NAMED_VIEWS.map(({ view }, i) => [String(i + 1), () => navigation.step({ view })])),
  });
  return (
    <div class="page">
      <button type="button" class="skip" onClick={() => document.getElementById("main")?.focus()}>
        Skip to the content
      </button>
      <Header session={session} log={log} help={helped} commands={commanding} />
      <main id="main" tabIndex={-1}>
        {log === undefined ? <NoLog opening={opening} open={open} /> : <View log={log} open={open} />}
      </main>
      <Help shown={helped} />
      <CommandMenu session={session} log={log} shown={commanding} help={helped} />
      <DropNote open={open} />
    </div>
  );
}

/** The title of the window: the view or the task, and the log, so that tabs and bookmarks can be told apart. */
function useTitle(log: LogSession | undefined): void {
  const view = log?.navigation.view.value;
  const name = log?.summary.value?.name;
  const task = log?.task.loaded.value?.row;
  const shown =
    view === "task" && task !== undefined
      ? `${formatType(task.type)} ${formatText(shortUuid(task.taskUuid))}`
      : NAMED_VIEWS.find((named) => named.view === view)?.name;
  const title = [shown, name === undefined ? undefined : formatText(withoutFolders(name), LONGEST_NAME), "clew"]
    .filter((part) => part !== undefined && part !== "")
    .join(" · ");
  useEffect(() => {
    document.title = title;
  }, [title]);
}

const LONGEST_NAME = 80;

function View({ log, open }: { readonly log: LogSession; open(file: File): void }) {
  // The summary changes as the log grows; a failure to read the log at all stays.
  const error = useComputed(() => (log.summary.value === undefined ? log.summary.asked.value.error : undefined)).value;
  if (error !== undefined) {
    return <Failure what="The log could not be read." reason={error} again={() => log.refresh()} />;
  }
  switch (log.navigation.view.value) {
    case "overview":
      return <Overview log={log} />;
    case "forest":
      return <ForestView log={log} />;
    case "task":
      return <TaskView log={log} />;
    case "scopes":
      return (
        <>
          <h1 class="unseen">Scopes</h1>
          <ScopesView log={log} open={open} />
        </>
      );
    case "why":
      return <FailuresView log={log} />;
    case "slow":
      return <TimeView log={log} />;
    case "diff":
      return <CompareView log={log} />;
  }
}
