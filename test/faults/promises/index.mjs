import { ends } from "./ends.mjs";
import { fullDisk } from "./full-disk.mjs";
import { kill } from "./kill.mjs";

export const promises = [...ends, ...kill, ...fullDisk];
