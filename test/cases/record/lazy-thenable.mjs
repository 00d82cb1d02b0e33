// Query builders (knex, mongoose, drizzle, prisma) begin their work in `then`. Right: what they log stands in the action
// whose body returned them, or in the child of the scope, as it does where the body says `async () => await query`.
import { addDestination, logMessage, withAction } from "clew";
import { withScope } from "clew/scope";

const places = new Map();
const types = new Map();
addDestination(({ action_type, action_status, message_type, sql, task_level }) => {
  const parent = task_level.slice(0, -1).join("/");
  if (action_status === "started") types.set(parent, action_type);
  if (message_type === "sql") places.set(sql, parent);
});

const query = (sql) => ({
  // biome-ignore lint/suspicious/noThenProperty: that is what a query builder has
  then(resolve, reject) {
    logMessage("sql", { sql });
    return Promise.resolve([{ id: 1 }]).then(resolve, reject);
  },
});

await withAction("request", async () => {
  await withAction("load", () => query("returned"));
  await withAction("load", async () => await query("awaited"));
  await withScope(async (scope) => {
    await scope.spawn(() => query("spawned"), { name: "load" });
  });
});

const wrong = [...places].filter(([, parent]) => types.get(parent) !== "load");
for (const [sql, parent] of wrong)
  console.log(`wrong: the query "${sql}" stands in ${types.get(parent) ?? "another task"}, not in load`);
process.exit(wrong.length > 0 ? 1 : 0);
