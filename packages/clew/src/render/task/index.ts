export { isLoneMessage, renderTask } from "./task-lines.js";
