import { allowClosedPipe } from "./output/closed-pipe.js";
import { runProgram } from "./program.js";

allowClosedPipe(process.stdout);
allowClosedPipe(process.stderr);
await runProgram(process.argv.slice(2));
