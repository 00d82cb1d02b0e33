// ClickHouse where a file could stand: whole tasks as the lines of a log, for whatever reads logs.

import { type Sampling, sampledLines } from "./answers/index.js";
import { ClickHouseClient, clickHouseAddress } from "./server/index.js";

/** A log that is read out of a database, once. */
export function clickHouseSource(name: string, sampling: Sampling, tell: (sentence: string) => void) {
  const address = clickHouseAddress(name);
  return {
    name: address.shown,
    sizeBytes: undefined,
    isRereadable: false,
    async *read(): AsyncGenerator<Buffer, void, undefined> {
      const client = new ClickHouseClient(address);
      try {
        yield Buffer.from((await sampledLines(client, sampling, tell)).lines);
      } finally {
        client.close();
      }
    },
  };
}
