// The view of scopes: lanes of a task, of many tasks or of a recording.
import { useSignal } from "@preact/signals";
import { useMemo } from "preact/hooks";
import { describeLane, type Lane, laneName, lanesByName, lanesIn, plural } from "../../model/index.js";
import type { LogSession, ShownScopes } from "../../state/index.js";
import { ChartTable } from "../chart/chart-table.js";
import { ChartTools } from "../chart/chart-tools.js";
import { TimeView } from "../chart/time-view.js";
import { useZoom } from "../chart/use-zoom.js";
import { Failure, Notice, Waiting } from "../parts/notice.js";
import { textScale } from "../parts/text-scale.js";
import { LaneDetails } from "./lane-details.js";
import { ScopesChart } from "./scopes-chart.js";
import { ScopesHead } from "./scopes-head.js";

/** The scopes of a task, of many tasks or of a recording, as lanes. */
export function ScopesView({ log, open }: { readonly log: LogSession; open(file: File): void }) {
  const { value, loading, error } = log.scopes.shown.asked.value;
  return (
    <div class="scopes">
      <ScopesHead log={log} shown={value} open={open} />
      {error !== undefined ? (
        <Failure what="The scopes could not be read." reason={error} again={() => log.scopes.reload()} />
      ) : value === undefined ? (
        loading && <Waiting what="the scopes" />
      ) : value.forest.roots.length === 0 ? (
        <NoScopes />
      ) : (
        <Lanes key={value} log={log} shown={value} />
      )}
    </div>
  );
}

function NoScopes() {
  return (
    <Notice title="No scopes were logged here.">
      Scopes and children are logged where an action is current when they open. A recording of trio-vis, sc-logs.json,
      can be dropped on the page.
    </Notice>
  );
}

/** Heights of rows in pixels, at the usual size of text. */
const TALLEST_ROW = 28;
const USUAL_ROW = 20;
/** All rows are fitted into the window, but never made so low that nothing is seen of them. */
const LOWEST_ROW = 0.0005;

function Lanes({ log, shown: { forest } }: { readonly log: LogSession; readonly shown: ShownScopes }) {
  const view = useMemo(() => new TimeView(forest), [forest]);
  const folded = useSignal<ReadonlySet<Lane>>(new Set());
  const hideDirectScopes = useSignal(forest.hideDirectScopes);
  /** "fit" keeps all rows in sight, however many there are. */
  const wanted = useSignal<number | "fit">(USUAL_ROW);
  const table = useSignal(false);
  const size = useSignal({ rows: 0, viewport: 0 });
  const lanes = useMemo(() => [...lanesIn(forest.roots)], [forest]);
  const byName = useMemo(() => lanesByName(lanes), [lanes]);
  const { navigation } = log;
  const { lane: name, task, query, scopesOf } = navigation.state.value;
  const chosen = name === undefined ? undefined : byName.get(name);
  const choose = (lane: Lane | undefined) => {
    navigation.adjust({ lane: lane && laneName(lane, lanes.indexOf(lane)) });
  };
  useZoom(
    log,
    `scopes ${JSON.stringify([scopesOf ?? task ?? "tasks", scopesOf === undefined && task !== undefined ? {} : query])}`,
    view,
  );
  const { rows, viewport } = size.value;
  const scale = textScale().value;
  const asked = wanted.value === "fit" ? viewport / Math.max(1, rows) / scale : wanted.value;
  const usualHeight = Math.min(TALLEST_ROW, Math.max(LOWEST_ROW, asked));
  const stretchRows = (factor: number) => {
    wanted.value = Math.min(TALLEST_ROW, Math.max(LOWEST_ROW, usualHeight * factor));
  };
  const fold = (lane: Lane) => {
    if (lane.children.length === 0) return;
    const next = new Set(folded.peek());
    if (!next.delete(lane)) next.add(lane);
    folded.value = next;
  };
  return (
    <>
      <div class="scopes-tools">
        <label>
          <input
            type="checkbox"
            checked={hideDirectScopes.value}
            onChange={({ currentTarget }) => {
              hideDirectScopes.value = currentTarget.checked;
            }}
          />
          Leave out scopes of one child or none
        </label>
        <span class="tool-group">
          <button
            type="button"
            onClick={() => {
              folded.value = foldable(forest.roots, lanes);
            }}
          >
            Fold all
          </button>
          <button
            type="button"
            onClick={() => {
              folded.value = new Set();
            }}
          >
            Unfold all
          </button>
        </span>
        <span class="tool-group">
          <button type="button" title="Lower rows ([)" onClick={() => stretchRows(1 / 1.5)}>
            Lower rows
          </button>
          <button type="button" title="Taller rows (])" onClick={() => stretchRows(1.5)}>
            Taller rows
          </button>
          <button
            type="button"
            title="All rows at once"
            aria-pressed={wanted.value === "fit"}
            onClick={() => {
              wanted.value = wanted.peek() === "fit" ? USUAL_ROW : "fit";
            }}
          >
            Fit rows
          </button>
        </span>
        <ChartTools
          view={view}
          showTable={() => {
            table.value = true;
          }}
        />
      </div>
      <div class={chosen === undefined ? "scopes-body" : "scopes-body inspecting"}>
        <ScopesChart
          forest={forest}
          view={view}
          folded={folded.value}
          hideDirectScopes={hideDirectScopes.value}
          rowHeight={usualHeight * scale}
          chosen={chosen}
          choose={choose}
          fold={fold}
          stretchRows={stretchRows}
          measure={(rows, viewport) => {
            const before = size.peek();
            if (before.rows !== rows || before.viewport !== viewport) size.value = { rows, viewport };
          }}
        />
        {chosen !== undefined && (
          <LaneDetails log={log} forest={forest} lane={chosen} close={() => choose(undefined)} />
        )}
      </div>
      {table.value && (
        <ChartTable
          title={`Scopes: ${plural(forest.scopes, "scope")}, ${forest.children === 1 ? "1 child" : `${forest.children} children`}`}
          columns={["What", "Kind", "In", "Begins", "Takes", "State", "Notes"]}
          count={lanes.length}
          cells={(index) => {
            const { name, kind, within, begins, takes, state, notes } = describeLane(lanes[index] as Lane, forest);
            return [name, kind, within, begins, takes, state, notes.join("; ")];
          }}
          choose={(index) => choose(lanes[index])}
          close={() => {
            table.value = false;
          }}
        />
      )}
    </>
  );
}

/** All scopes and tasks that hold something; what stands around everything stays open, or nothing else would be seen. */
function foldable(roots: readonly Lane[], lanes: readonly Lane[]): ReadonlySet<Lane> {
  const outermost = roots.length === 1 ? roots[0] : undefined;
  return new Set(lanes.filter((lane) => lane.kind !== "child" && lane.children.length > 0 && lane !== outermost));
}
