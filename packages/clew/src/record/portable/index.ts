// Names that need Node, Bun or Deno: their types, and what stands under them elsewhere. The node room has the real ones.
export { type ClewEnv, configureFromEnv } from "./configure-from-env.js";
export { type ThreadDestination, type ThreadDestinationOptions, threadDestination } from "./thread-destination.js";
export {
  type FileDestination,
  type FileMode,
  type RotateOptions,
  type ToFileOptions,
  toFile,
  type WritableLike,
} from "./to-file.js";
