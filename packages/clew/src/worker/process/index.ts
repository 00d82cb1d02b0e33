export { ProcessError } from "./process-error.js";
export { type ProcessOutput, type ProcessTask, type SpawnProcessOptions, spawnProcess } from "./spawn-process.js";
