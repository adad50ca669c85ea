// Many files are judged by several threads. A file is judged with all of its project, so each thread opens what the paths hold, and reports on
// those of the files that were asked about which it comes to first.
import { availableParallelism } from "node:os";
import { Worker } from "node:worker_threads";
import { documentText } from "../../src/syntax/document.ts";
import { type Opened, shownPath } from "./projects.ts";
import type { Report } from "./report.ts";
import type { Started } from "./share.ts";

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
export function startOthers(threads: number, started: Started): Promise<Sent[]>[] {
  return Array.from(
    { length: threads - 1 },
    () =>
      new Promise((resolve, reject) => {
        const worker = new Worker(process.argv[1]!, { argv: process.argv.slice(2), workerData: started });
        worker.once("message", resolve);
        worker.once("error", reject);
        worker.once("exit", () => reject(new Error("a thread ended before it had reported")));
      }),
  );
}

/** Reports of this thread and of others, in the order of the files, with the texts that this one has read. */
export function joined(cwd: string, { workspace, asked }: Opened, own: readonly Report[], others: readonly Sent[]): Report[] {
  const files = new Map([...asked].map(([uri, file], at) => [shownPath(cwd, file), { uri, at }]));
  let last = { file: "", text: "" };
  const received = others.map((report): Report => {
    if (last.file !== report.file) last = { file: report.file, text: documentText(workspace.documents.get(files.get(report.file)!.uri)!) };
    return { ...report, text: last.text };
  });
  return [...own, ...received].sort((a, b) => files.get(a.file)!.at - files.get(b.file)!.at);
}
