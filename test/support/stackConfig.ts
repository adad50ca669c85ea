// What the docker on this machine says about a stack file. Nothing is deployed: `docker stack config` only reads.
import { spawnSync } from "node:child_process";

export const hasDocker = spawnSync("docker", ["stack", "config", "--help"]).status === 0;

/** The complaint of `docker stack config`, or nothing when it takes the file. */
export function stackConfigError(text: string): string | undefined {
  const run = spawnSync("docker", ["stack", "config", "-c", "-"], { input: text, encoding: "utf8" });
  return run.status === 0 ? undefined : run.stderr;
}
