import type { BrokenBy } from "./open-request.js";

interface Connection {
  readonly errored?: unknown;
  readonly readableEnded?: boolean;
}

/** A stream of HTTP/2. */
interface Stream extends Connection {
  readonly rstCode?: number | undefined;
  readonly aborted?: boolean;
}

/** A response, as far as it tells whether it was whole, and who broke it off. */
export interface Breakable extends Stream {
  readonly writableEnded: boolean;
  readonly writableFinished: boolean;
  /** The stream that a response of HTTP/2 is sent by; a stream itself knows its headers. */
  readonly stream?: Stream | undefined;
  readonly sentHeaders?: object | undefined;
}

/** What a request came by. */
export interface Transport {
  readonly socket?: Connection | undefined;
}

/** Who broke off an answer, and the error by which the server did. */
interface Broken {
  readonly by: BrokenBy;
  readonly error?: unknown;
}

/** How a connection tells that the asker went away, or sent what is no HTTP. */
const OF_THE_ASKER = /^(?:ECONNRESET|ECONNABORTED|EPIPE|ETIMEDOUT|ENETDOWN|ENETUNREACH|EHOSTUNREACH|HPE_.*)$/;
/** How a stream of HTTP/2 tells that it was reset from afar. */
const RESET = /^ERR_HTTP2_/;

/** Who broke off a response that is closed; `undefined` where it is whole. */
export function brokenBy(response: Breakable, socket: Connection | undefined): Broken | undefined {
  const stream = response.stream ?? ("sentHeaders" in response ? response : undefined);
  const isWhole = response.writableFinished && response.writableEnded;
  if (stream?.rstCode !== undefined) return ofStream(stream);
  return isWhole ? undefined : ofConnection(response, socket);
}

/** A stream ends with a code, which is none where nobody reset it; that it was written to its end need not be told. */
function ofStream({ rstCode, aborted, errored }: Stream): Broken | undefined {
  if (rstCode === 0 && aborted !== true) return undefined;
  return ofServer(errored, RESET) ?? { by: rstCode === 0 ? "server" : "asker" };
}

/**
 * A response is destroyed with an error by its server alone. Where it is not, the asker went away if the connection has
 * been read to its end or failed as networks do; else the server has closed it.
 */
function ofConnection({ errored }: Breakable, socket: Connection | undefined): Broken {
  const failed = ofServer(errored) ?? ofServer(socket?.errored, OF_THE_ASKER);
  if (failed !== undefined) return failed;
  const isClosedHere = socket?.readableEnded === false && !isThere(socket.errored);
  return { by: isClosedHere ? "server" : "asker" };
}

/** An error that says that the server broke off, unless its code is one of the asker's. */
function ofServer(error: unknown, codesOfAsker?: RegExp): Broken | undefined {
  if (!isThere(error)) return undefined;
  const { code } = error as { readonly code?: unknown };
  return codesOfAsker?.test(String(code)) ? undefined : { by: "server", error };
}

function isThere(error: unknown): boolean {
  return error !== undefined && error !== null;
}
