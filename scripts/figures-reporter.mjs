// A reporter for `node --test` that prints nothing and writes the run's figures, see figures.mjs. The default export is what `node --test`
// asks of a reporter.
import { writeFigures } from "./figures.mjs";

// biome-ignore lint/style/noDefaultExport: node --test loads a reporter by its default export
export default async function* reportFigures(source) {
  for await (const { type, data } of source) {
    // One summary per file, then one of the whole run, which names no file.
    if (type !== "test:summary" || data.file !== undefined) continue;
    const { passed, failed, cancelled, skipped, todo } = data.counts;
    writeFigures({ passed, failed: failed + cancelled, skipped: skipped + todo });
  }
  yield "";
}
