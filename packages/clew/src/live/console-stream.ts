/** A stream that may be a terminal. `process.stdout` is one. */
export interface ConsoleStream {
  readonly isTTY?: boolean;
  readonly columns?: number;
  readonly rows?: number;
  write(text: string, callback?: (error?: Error | null) => void): boolean;
  on(event: "drain" | "error" | "close" | "resize", listener: (error?: Error) => void): unknown;
  off(event: "drain" | "error" | "close" | "resize", listener: (error?: Error) => void): unknown;
}
