import { type Links, type LoadedTask, linksOf, Timeline, type TreeRow, Trunks } from "../../model/index.js";
import { TimeView } from "../chart/time-view.js";

/** The drawing of one task, kept while it is looked at: it stays zoomed while the task grows. */
export class TimelineChart {
  readonly view: TimeView;
  readonly #task: LoadedTask;
  readonly #timeline: Timeline;
  readonly #links: Links;
  #rows: readonly TreeRow[] | undefined;
  #trunks: Trunks | undefined;

  constructor(task: LoadedTask, before?: TimelineChart) {
    this.#task = task;
    this.#timeline = new Timeline(task.timing);
    this.#links = linksOf(task.tree, task.timing);
    const again = before !== undefined && before.#task.tree.taskUuid === task.tree.taskUuid;
    this.view = again ? before.view : new TimeView(task.timing);
    if (again) this.view.grow(task.timing);
  }

  get task(): LoadedTask {
    return this.#task;
  }

  get timeline(): Timeline {
    return this.#timeline;
  }

  get links(): Links {
    return this.#links;
  }

  /** The arrows between the rows that are not folded away. */
  trunksOf(rows: readonly TreeRow[]): Trunks {
    if (this.#trunks === undefined || this.#rows !== rows) {
      this.#rows = rows;
      this.#trunks = new Trunks(this.#links.inside, rows, this.#task.timing);
    }
    return this.#trunks;
  }
}
