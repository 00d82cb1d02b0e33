import { clock } from "./clock.mjs";
import { close } from "./close.mjs";
import { ends } from "./ends.mjs";
import { fileCalls } from "./file-calls.mjs";
import { flood } from "./flood.mjs";
import { fullDisk } from "./full-disk.mjs";
import { kill } from "./kill.mjs";
import { law } from "./law.mjs";
import { oneFile } from "./one-file.mjs";
import { pipe } from "./pipe.mjs";
import { program } from "./program.mjs";
import { rotation } from "./rotation.mjs";
import { taken } from "./taken.mjs";
import { thread } from "./thread.mjs";

export const promises = [
  ...ends,
  ...kill,
  ...law,
  ...program,
  ...fullDisk,
  ...pipe,
  ...flood,
  ...oneFile,
  ...close,
  ...clock,
  ...rotation,
  ...taken,
  ...thread,
  ...fileCalls,
].sort((a, b) => Number(a.promise.match(/\d+/)) - Number(b.promise.match(/\d+/)));
