// Many files are judged by several threads. A file is judged with all of its project, so each thread opens what the paths hold, and reports on
// a share of the files that were asked about; the shares follow each other in the order of the files.
import { availableParallelism } from "node:os";
import { Worker } from "node:worker_threads";
import { documentText } from "../../src/syntax/document.ts";
import { type Opened, shownPath } from "./projects.ts";
import type { Report } from "./report.ts";
import type { Share } from "./share.ts";

/** Fewer files are judged before another thread has read its code. */
const MANY = 100;
/** Each holds all files. */
const MOST = 4;

export const threadsFor = (files: number): number => (files < MANY ? 1 : Math.min(MOST, availableParallelism()));

/** What crosses threads: no text of a file, which each has, and no block, which is not the same in another. */
export type Sent = Omit<Report, "text">;

export const sent = (reports: readonly Report[]): Sent[] =>
  reports.map(({ text: _, mend, ...rest }) => ({ ...rest, mend: mend && { title: mend.title, block: undefined } }));

/** The command line runs once more in each thread, with the same words. */
export function startOthers(threads: number): Promise<Sent[]>[] {
  return Array.from(
    { length: threads - 1 },
    (_, i) =>
      new Promise((resolve, reject) => {
        const share: Share = { index: i + 1, of: threads };
        const worker = new Worker(process.argv[1]!, { argv: process.argv.slice(2), workerData: { share } });
        worker.once("message", resolve);
        worker.once("error", reject);
        worker.once("exit", () => reject(new Error("a thread ended before it had reported")));
      }),
  );
}

/** Reports of other threads with the texts that this one has read. */
export function received(cwd: string, { workspace, asked }: Opened, reports: readonly Sent[]): Report[] {
  const uris = new Map([...asked].map(([uri, file]) => [shownPath(cwd, file), uri]));
  let last = { file: "", text: "" };
  return reports.map((report) => {
    if (last.file !== report.file) last = { file: report.file, text: documentText(workspace.documents.get(uris.get(report.file)!)!) };
    return { ...report, text: last.text };
  });
}
