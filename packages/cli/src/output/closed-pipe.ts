/**
 * Lets a reader go whenever it likes: `clew tree big.log | head` ends without a word once `head` has had enough.
 * Other errors of the stream are thrown, as they would be without this.
 */
export function allowClosedPipe(stream: NodeJS.WriteStream): void {
  stream.on("error", (error: NodeJS.ErrnoException) => {
    if (error.code === "EPIPE" || error.code === "ERR_STREAM_DESTROYED") process.exit(process.exitCode ?? 0);
    throw error;
  });
}
