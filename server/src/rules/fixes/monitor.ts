// How long an update has to look at a new task before a healthcheck can have failed.
import { parseDuration, printDuration } from "../../model/duration.ts";
import type { HealthSettings, RolloutSettings } from "../../model/effective.ts";

export interface Probing {
  readonly interval: number;
  readonly timeout: number;
  readonly retries: number;
}

/** Undefined where a variable hides how often it asks. Docker takes 0 for its defaults. */
export function probing({ interval, timeout, retries }: HealthSettings): Probing | undefined {
  if ([interval, retries].some((s) => s.from === "open")) return undefined;
  return { interval: interval.value || 30_000, timeout: timeout.value || 30_000, retries: retries.value || 3 };
}

/** The text of `monitor`, where what is written, or the default, is too short. What is no duration Docker refuses by itself. */
export function monitorFor(
  { monitor: { from, text, value } }: RolloutSettings,
  { interval, timeout, retries }: Probing,
): string | undefined {
  const needed = interval * retries;
  if (from === "open" || (text && parseDuration(text.value) === undefined)) return undefined;
  return value < needed ? handsome(needed + timeout) : undefined;
}

/** Rounded up as a person would write it. */
export function handsome(ms: number): string {
  const step = ms <= 60_000 ? 5_000 : ms <= 300_000 ? 30_000 : 60_000;
  return printDuration(Math.ceil(ms / step) * step);
}
