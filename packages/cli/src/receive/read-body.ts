// The body of a request, within bounds: of what comes over the wire, and of what it becomes when it is decompressed.

import type { IncomingMessage } from "node:http";
import { promisify } from "node:util";
import { brotliDecompress, gunzip, inflate } from "node:zlib";

/** Why a body was not taken, as a status of HTTP. */
export class BodyError extends Error {
  readonly status: 400 | 413 | 415;

  constructor(status: 400 | 413 | 415, message: string) {
    super(message);
    this.status = status;
  }
}

export interface BodyLimits {
  readonly sentBytes: number;
  readonly plainBytes: number;
}

const DECODERS = {
  gzip: promisify(gunzip),
  "x-gzip": promisify(gunzip),
  deflate: promisify(inflate),
  br: promisify(brotliDecompress),
};

/** Reads a body and decompresses it. Throws a `BodyError` for what is too large or no such thing. */
export async function readBody(request: IncomingMessage, limits: BodyLimits): Promise<Buffer> {
  const encoding = (request.headers["content-encoding"] ?? "identity").trim().toLowerCase();
  if (encoding !== "identity" && !(encoding in DECODERS)) {
    throw new BodyError(415, `Cannot read a body in ${JSON.stringify(encoding)}; send it in gzip, or as it is.`);
  }
  const chunks: Buffer[] = [];
  let bytes = 0;
  for await (const chunk of request as AsyncIterable<Buffer>) {
    bytes += chunk.length;
    if (bytes > limits.sentBytes) throw tooLarge(limits.sentBytes);
    chunks.push(chunk);
  }
  const sent = Buffer.concat(chunks);
  if (encoding === "identity") return sent;
  try {
    return await DECODERS[encoding as keyof typeof DECODERS](sent, { maxOutputLength: limits.plainBytes });
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "ERR_BUFFER_TOO_LARGE") throw tooLarge(limits.plainBytes);
    throw new BodyError(400, `The body is no ${encoding}: ${(error as Error).message}`);
  }
}

function tooLarge(bytes: number): BodyError {
  return new BodyError(413, `The body is larger than ${bytes / 2 ** 20} MiB; send less in one request.`);
}
