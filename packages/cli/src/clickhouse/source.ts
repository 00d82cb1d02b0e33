// ClickHouse where a file could stand: whole tasks as the lines of a log, for whatever reads logs.

import { clickHouseAddress } from "../address/index.js";
import { type Sampling, type Shares, sampledLines } from "./answers/index.js";
import { ClickHouseClient } from "./server/index.js";

/** A log that is read out of a database, once. */
export function clickHouseSource(name: string, sampling: Sampling, tell: (sentence: string) => void) {
  const address = clickHouseAddress(name);
  let shares: Shares | undefined;
  return {
    name: address.shown,
    sizeBytes: undefined,
    isRereadable: false,
    get shares() {
      return shares;
    },
    async *read(): AsyncGenerator<Buffer, void, undefined> {
      const client = new ClickHouseClient(address);
      try {
        const sampled = await sampledLines(client, sampling, tell);
        shares = sampled.shares;
        yield Buffer.from(sampled.lines);
      } finally {
        client.close();
      }
    },
  };
}
