export { threadDestination } from "./thread-destination.main.js";
