import { Crossing } from "../../record/index.js";

export const crossing = new Crossing();
