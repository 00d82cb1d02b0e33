// What a program of an earlier compiler's days imports: `module: commonjs` finds entry points by `main`, `types` and
// `typesVersions`. Each line uses a name's type.
import { type Action, addDestination, currentAction, logCall, withAction } from "clew";
import { logRequests } from "clew/bridge/express";
import { ClewModule } from "clew/bridge/nest";
import { parseStream, type TaskTree } from "clew/parse";
import { retry, type Scope, withScope } from "clew/scope";
import { captureLog } from "clew/testing";
import { SuiteReporter } from "clew/testing/vitest";
import { spawnWorker } from "clew/worker";

class Orders {
  @logCall()
  async take(id: number): Promise<string> {
    return `order ${id}`;
  }
}

const action: Action | undefined = currentAction();
const length: Promise<number | undefined> = withScope(async (scope: Scope) => {
  const child = scope.spawn(async () => "text");
  return (await child)?.length ?? 0;
});
addDestination(({ action_type, action_status }) => console.log(`${action_type} ${action_status}`));
const taken: Promise<string> = withAction("take", () => retry(() => new Orders().take(1), { attempts: 2 }));
const trees: AsyncIterable<TaskTree> = parseStream([]);
export = { action, length, taken, trees, logRequests, ClewModule, SuiteReporter, spawnWorker, captureLog };
