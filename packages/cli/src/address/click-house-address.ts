// Where a database of ClickHouse is: clickhouse://user@host:8123/db. A password is taken from the environment, from a file,
// or out of the address, and is never part of what is shown.

import { readFileSync, statSync } from "node:fs";
import { readDuration, readMoment } from "../filter/index.js";
import { ClickHouseError } from "./click-house-error.js";

export interface TimeWindow {
  readonly from?: number;
  readonly to?: number;
}

export interface ClickHouseAddress {
  readonly isTls: boolean;
  /** The nodes of a cluster, in the order in which they are tried. */
  readonly hosts: readonly { readonly host: string; readonly port: number }[];
  readonly user: string;
  readonly password: string;
  readonly database: string;
  /** Only what began in this time is asked about, in seconds since the Unix epoch. */
  readonly window: TimeWindow;
  /** The address without its password and its window. */
  readonly shown: string;
}

const SCHEMES = /^clickhouses?:\/\//i;
const ADDRESS = /^(clickhouses?):\/\/(?:([^/@]*)@)?([^/@?#]+)(?:\/([^/?#]*))?\/?(?:\?([^#]*))?$/i;
const HOST = /^(\[[0-9a-f:.]+\]|[^:[\]\s]+)(?::(\d{1,5}))?$/i;
const PORTS = { clickhouse: 8123, clickhouses: 8443 } as const;
/** A name that needs no quotes in SQL. */
const NAME = /^[A-Za-z_][A-Za-z0-9_]*$/;

/** True for what stands where a file could, and is the address of a server. */
export function isClickHouse(name: string): boolean {
  return SCHEMES.test(name);
}

/** Reads an address. Over plain HTTP only this machine is spoken to, unless `CLEW_CLICKHOUSE_INSECURE` is 1. */
export function clickHouseAddress(
  text: string,
  env: Readonly<Record<string, string | undefined>> = process.env,
): ClickHouseAddress {
  const [, scheme = "", login = "", places = "", database = "", search = ""] = ADDRESS.exec(text) ?? refuse();
  const isTls = scheme.toLowerCase() === "clickhouses";
  const hosts = places.split(",").map((place) => {
    const [, host = "", port] = HOST.exec(place) ?? refuse();
    const number = port === undefined ? PORTS[isTls ? "clickhouses" : "clickhouse"] : Number(port);
    return number >= 1 && number <= 65_535 ? { host: host.replace(/^\[|\]$/g, ""), port: number } : refuse();
  });
  const away = hosts.find(({ host }) => !isThisMachine(host));
  if (!isTls && away !== undefined && env.CLEW_CLICKHOUSE_INSECURE !== "1") {
    throw new ClickHouseError(
      "CLEW_CLICKHOUSE_PLAIN",
      `Cannot speak to ${away.host} over plain HTTP: anybody between could read the log and the password; use clickhouses://, or set CLEW_CLICKHOUSE_INSECURE=1 where the network is yours alone`,
    );
  }
  const [user = "", given] = login.split(":", 2).map(unescaped);
  const name = database === "" ? "clew" : unescaped(database);
  if (!NAME.test(name)) return refuse();
  return {
    isTls,
    hosts,
    user: user === "" ? "default" : user,
    password: given ?? passwordOf(env),
    database: name,
    window: windowIn(new URLSearchParams(search)),
    shown: `${scheme.toLowerCase()}://${user === "" ? "" : `${encodeURIComponent(user)}@`}${places}/${name}`,
  };
}

function refuse(): never {
  throw new ClickHouseError(
    "CLEW_CLICKHOUSE_ADDRESS",
    "Cannot read the address of the server: it must be like clickhouse://user@host:8123/database, or clickhouses:// for TLS; several nodes stand as host:port,host:port, and a time as ?since=1h&until=10m",
  );
}

/** A time such as `1h`, which is how long ago, or any that filters know. */
function windowIn(search: URLSearchParams): TimeWindow {
  const now = Date.now() / 1000;
  const read = (name: string) => {
    const text = search.get(name);
    if (text === null) return undefined;
    const ago = readDuration(text);
    return (ago === undefined ? readMoment(text, now) : now - ago) ?? refuse();
  };
  for (const name of search.keys()) if (name !== "since" && name !== "until") return refuse();
  const [from, to] = [read("since"), read("until")];
  return { ...(from !== undefined && { from }), ...(to !== undefined && { to }) };
}

function unescaped(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return refuse();
  }
}

function isThisMachine(host: string): boolean {
  return host === "localhost" || host === "::1" || /^127(\.\d{1,3}){3}$/.test(host);
}

function passwordOf({ CLEW_CLICKHOUSE_PASSWORD: given, CLEW_CLICKHOUSE_PASSWORD_FILE: file }: Env): string {
  if (given !== undefined || file === undefined || file === "") return given ?? "";
  try {
    if (process.platform !== "win32" && (statSync(file).mode & 0o077) !== 0) {
      throw new Error("others may read it; set its mode to 0600");
    }
    return readFileSync(file, "utf8").replace(/\r?\n$/, "");
  } catch (error) {
    throw new ClickHouseError(
      "CLEW_CLICKHOUSE_PASSWORD",
      `Cannot take the password from ${JSON.stringify(file)}: ${(error as Error).message}`,
    );
  }
}

type Env = Readonly<Record<string, string | undefined>>;
