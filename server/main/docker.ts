// The docker CLI of this machine, for those who want its word beside ours. It is looked for on the path only: a folder that is open may hold a
// program of that name.
import { execFile } from "node:child_process";
import path from "node:path";
import { fileURLToPath } from "node:url";
import type { Docker, DockerAnswer } from "../src/protocol/docker.ts";
import { statOf } from "./files.ts";

/** It reads a few files and ends. */
const LONGEST = 20_000;

export const docker: Docker = {
  config: async ({ folder, files, text, environment }) => {
    const program = onPath("docker");
    if (program === undefined || !folder.startsWith("file:")) return undefined;
    const args = files.flatMap((file) => ["-c", file === "-" ? file : fileURLToPath(file)]);
    const { PATH, HOME, USERPROFILE, SystemRoot } = process.env;
    const env = environment ? { ...defined({ PATH, HOME, USERPROFILE, SystemRoot }), ...environment } : process.env;
    return ask(program, ["stack", "config", ...args], { cwd: fileURLToPath(folder), env, timeout: LONGEST }, text);
  },
};

function onPath(name: string): string | undefined {
  const folders = (process.env.PATH ?? "").split(path.delimiter).filter((folder) => path.isAbsolute(folder));
  const names = process.platform === "win32" ? [`${name}.exe`] : [name];
  return folders.flatMap((folder) => names.map((n) => path.join(folder, n))).find((file) => statOf(file)?.isFile());
}

const defined = (values: Readonly<Record<string, string | undefined>>): Record<string, string> =>
  Object.fromEntries(Object.entries(values).flatMap(([name, value]) => (value === undefined ? [] : [[name, value]])));

/** Undefined where it did not come to an answer. */
const ask = (program: string, args: readonly string[], options: object, input: string): Promise<DockerAnswer | undefined> =>
  new Promise((resolve) => {
    const child = execFile(program, [...args], { ...options, encoding: "utf8", maxBuffer: 64 * 1024 * 1024 }, (error, _, stderr) => {
      // A number is an exit code; all else is a program that can't be run, or was ended.
      if (!error) resolve({ taken: true, words: "" });
      else resolve(typeof error.code === "number" ? { taken: false, words: stderr.trim() } : undefined);
    });
    // It may end before it has read all.
    child.stdin?.on("error", () => undefined);
    child.stdin?.end(input);
  });
