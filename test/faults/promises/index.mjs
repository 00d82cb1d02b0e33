import { clock } from "./clock.mjs";
import { close } from "./close.mjs";
import { ends } from "./ends.mjs";
import { flood } from "./flood.mjs";
import { fullDisk } from "./full-disk.mjs";
import { kill } from "./kill.mjs";
import { oneFile } from "./one-file.mjs";
import { pipe } from "./pipe.mjs";

export const promises = [...ends, ...kill, ...fullDisk, ...pipe, ...flood, ...oneFile, ...close, ...clock];
