/** The globals that reading an embedded log uses, which every runtime has: this package knows no platform. */
declare function atob(base64: string): string;
declare class Blob {
  constructor(parts: readonly Uint8Array[]);
  stream(): ReadableStream;
}
interface ReadableStream {
  pipeThrough(transform: DecompressionStream): ReadableStream;
}
declare class DecompressionStream {
  constructor(format: "gzip");
}
declare class Response {
  constructor(body: ReadableStream);
  text(): Promise<string>;
}
