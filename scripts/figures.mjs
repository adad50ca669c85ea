// How many tests passed, failed and were skipped, from whichever runner: each writes its figures to the file that FIGURES names, and
// `npm test` adds them up.
import { existsSync, readFileSync, writeFileSync } from "node:fs";

/** @typedef {{ passed: number, failed: number, skipped: number }} Figures */

/** @param {Figures} figures */
export function writeFigures(figures) {
  if (process.env.FIGURES) writeFileSync(process.env.FIGURES, JSON.stringify(figures));
}

/**
 * What a runner wrote; a runner that failed without a failed test, or said nothing, counts as one failure.
 * @param {string} file
 * @param {number | null} exitCode
 * @returns {Figures}
 */
export function readFigures(file, exitCode) {
  const figures = existsSync(file) ? JSON.parse(readFileSync(file, "utf8")) : { passed: 0, failed: 0, skipped: 0 };
  return exitCode !== 0 && figures.failed === 0 ? { ...figures, failed: 1 } : figures;
}

/** @param {Figures[]} all @returns {Figures} */
export function addUp(all) {
  const sum = (/** @type {keyof Figures} */ key) => all.reduce((total, figures) => total + figures[key], 0);
  return { passed: sum("passed"), failed: sum("failed"), skipped: sum("skipped") };
}

/** @param {Figures} figures */
export function describe({ passed, failed, skipped }) {
  return `${passed} passed, ${failed} failed${skipped > 0 ? `, ${skipped} skipped` : ""}`;
}
