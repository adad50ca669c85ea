// What the docker on this machine says about a stack file. Nothing is deployed: `docker stack config` only reads.
import { spawnSync } from "node:child_process";
import { parse } from "yaml";

export const hasDocker = spawnSync("docker", ["stack", "config", "--help"]).status === 0;

/** The complaint of `docker stack config`, or nothing when it takes the file. */
export function stackConfigError(text: string): string | undefined {
  const run = spawnSync("docker", ["stack", "config", "-c", "-"], { input: text, encoding: "utf8" });
  return run.status === 0 ? undefined : run.stderr;
}

/** What `docker stack config` makes of a file, or nothing when it refuses it. No variables are set but the given ones. */
export function stackConfig(file: object, environment: Readonly<Record<string, string>> = {}): unknown {
  const env = { PATH: process.env.PATH ?? "", ...environment };
  const run = spawnSync("docker", ["stack", "config", "-c", "-"], { input: JSON.stringify(file), encoding: "utf8", env });
  return run.status === 0 ? parse(run.stdout) : undefined;
}
