import type { TimeView } from "./time-view.js";

interface ChartToolsProps {
  readonly view: TimeView;
  /** Shows the time of the rows that are in sight, where a chart can. */
  showRows?: (() => void) | undefined;
  showTable(): void;
}

/** The buttons of a chart; each has a key. */
export function ChartTools({ view, showRows, showTable }: ChartToolsProps) {
  return (
    <div class="chart-tools">
      <button type="button" title="Zoom out (−)" aria-label="Zoom out" onClick={() => view.stepZoom(2)}>
        −
      </button>
      <button type="button" title="Zoom in (+)" aria-label="Zoom in" onClick={() => view.stepZoom(0.5)}>
        +
      </button>
      <button type="button" title="Show all of the time (0)" onClick={() => view.showAll()}>
        All
      </button>
      {showRows !== undefined && (
        <button type="button" title="Show the time of the rows in sight (r)" onClick={showRows}>
          Rows
        </button>
      )}
      <button type="button" title="The same as a table" onClick={showTable}>
        Table
      </button>
    </div>
  );
}
