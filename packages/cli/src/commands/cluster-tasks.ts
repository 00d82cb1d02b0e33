import type { TaskTree } from "clew/parse";
import { clickHouseAddress, isClickHouse } from "../address/index.js";
import { InputError } from "../input/index.js";
import { complain } from "../output/report.js";

/** Tasks that begin alike are read up to here. */
const MOST_TASKS = 100;

/** The one database that the arguments name, or `undefined`. */
export function clusterIn(names: readonly string[]): string | undefined {
  const [name] = names;
  return names.length === 1 && name !== undefined && isClickHouse(name) ? name : undefined;
}

/** Refuses the address of a database where a command needs files, and says what answers instead. */
export function refuseClusters(names: readonly string[], command: string, wayOut: string): void {
  const name = names.find(isClickHouse);
  if (name === undefined) return;
  const { shown } = clickHouseAddress(name);
  throw new InputError("CLEW_CLICKHOUSE_FILES", `clew ${command} takes files, not ${shown}: ${wayOut}`);
}

/** The trees of the tasks of a database whose uuids begin with a text; each is asked for, however many others there are. */
export async function clusterTasks(name: string, uuidStart: string): Promise<TaskTree[]> {
  const { askCluster } = await import("../clickhouse/index.js");
  const { treesOfTasks } = await import("../store/index.js");
  const page = { sort: "time", descending: false, offset: 0, limit: MOST_TASKS } as const;
  return askCluster(name, complain, async (store) => {
    const { rows } = await store.tasks({ taskUuidStart: uuidStart }, page);
    const trees: TaskTree[] = [];
    for await (const tree of treesOfTasks(
      store,
      rows.map(({ taskUuid }) => taskUuid),
    ))
      trees.push(tree);
    return trees;
  });
}
