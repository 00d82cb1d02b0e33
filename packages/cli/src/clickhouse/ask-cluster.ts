// One question of a database, for whoever does not keep a connection open.

import type { LogStore } from "@clew/log";
import { clickHouseAddress } from "../address/index.js";
import { ClickHouseStore } from "./answers/index.js";
import { ClickHouseClient } from "./server/index.js";
import { ageOf, ageSentence, lookAt } from "./tables/index.js";

/** Asks, and tells where the node that answers has not all that came. */
export async function askCluster<Value>(
  name: string,
  tell: (sentence: string) => void,
  ask: (store: LogStore) => Promise<Value>,
): Promise<Value> {
  const client = new ClickHouseClient(clickHouseAddress(name));
  try {
    const server = await lookAt(client);
    const age = await ageOf(client, server);
    if (age !== undefined) tell(ageSentence(client.address.shown, age));
    return await ask(new ClickHouseStore(client, server));
  } finally {
    client.close();
  }
}
