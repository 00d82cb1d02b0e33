// The options of all commands that draw trees or parts of them.

import type { RenderOptions, Theme } from "clew/render";
import { type Command, Option } from "commander";
import { overrideTheme } from "../config/theme-overrides.js";
import { measureText } from "../output/measure.js";
import { type ColorChoice, chooseTheme, screenWidth, type ThemeChoice, usesColor } from "../output/terminal.js";
import { collected, wholeNumber } from "./arguments.js";

export interface DrawingOptions {
  readonly fieldLimit: number;
  readonly ignoreTaskKey?: readonly string[];
  readonly wholeUuids?: boolean;
  readonly levels?: boolean;
  readonly raw?: boolean;
  readonly relative?: boolean;
  readonly absolute?: boolean;
  readonly localTimezone?: boolean;
  readonly width?: number;
  readonly ascii?: boolean;
  readonly bars?: boolean;
  readonly color: ColorChoice;
  readonly theme: ThemeChoice;
  readonly colorTree: boolean;
  readonly themeOverrides?: unknown;
}

/** Adds the options to a command. */
export function addDrawingOptions(command: Command): Command {
  return command
    .optionsGroup("What is shown of each:")
    .option(
      "-l, --field-limit <characters>",
      "cut longer values; 0 shows all, with their line breaks",
      wholeNumber(0),
      100,
    )
    .option("-i, --ignore-task-key <key>", "do not show this field; may be given several times", collected)
    .option("--whole-uuids", "whole task uuids")
    .option("--levels", "each action's and message's level beside its type")
    .optionsGroup("Times:")
    .option("--relative", "a column of times since the task began")
    .option("--absolute", "a column of the time of day")
    .option("--local-timezone", "times in the local zone, with its offset, in place of UTC")
    .option("--raw", "times and durations as the numbers in the log")
    .optionsGroup("Form:")
    .option("--width <columns>", "cut lines to this width; by default the terminal's", wholeNumber(20))
    .option("--bars", "a bar that shows when each action ran; by default from width 100 on")
    .option("--no-bars", "no such bar")
    .option("--ascii", "draw with ASCII signs")
    .addOption(new Option("--color <when>", "colours").choices(["auto", "always", "never"]).default("auto"))
    .addOption(new Option("--theme <name>", "for which background").choices(["auto", "dark", "light"]).default("auto"))
    .option("--no-color-tree", "no colour for the tree's own lines")
    .option("--config <file>", "defaults for these options, in place of ~/.config/clew/config.json");
}

/** How the renderer is to draw. */
export function toRenderOptions(options: DrawingOptions): RenderOptions {
  const width = options.width ?? screenWidth(process.stdout);
  return {
    theme: themeFor(options),
    measure: measureText,
    fieldLimit: options.fieldLimit,
    times: options.relative === true ? "relative" : options.absolute === true ? "absolute" : "none",
    hiddenFields: new Set(options.ignoreTaskKey),
    ascii: options.ascii === true,
    raw: options.raw === true,
    levels: options.levels === true,
    wholeUuids: options.wholeUuids === true,
    localTime: options.localTimezone === true,
    ...(width !== undefined && { width }),
    ...(options.bars !== undefined && { bars: options.bars }),
  };
}

/** The colours that the options, the environment and the configuration ask for. */
export function themeFor(options: DrawingOptions): Theme {
  const color = usesColor(options.color, process.stdout, process.env);
  const theme = overrideTheme(chooseTheme(color, options.theme, process.env), options.themeOverrides);
  return options.colorTree ? theme : { ...theme, tree: "", treeFailed: "" };
}
