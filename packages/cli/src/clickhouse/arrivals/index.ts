export { Arrivals } from "./arrivals.js";
