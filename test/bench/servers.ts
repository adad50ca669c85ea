// The built server against those that people use today, in one run: all do the same at the same place in turn, so that what else the machine
// does falls on each alike. Each round a finding in another file comes and goes too: a server that only parses can't win.
import { mkdirSync, writeFileSync } from "node:fs";
import path from "node:path";
import { pathToFileURL } from "node:url";
import { type Change, quantile, Session, type Spec } from "./client.ts";
import { SHARED, stack, USER } from "./generate.ts";
import { bench } from "./peers.ts";

const SITES = ["label", "newline", "rename", "network"] as const;
export type Site = (typeof SITES)[number];

export interface Measured {
  readonly name: string;
  readonly services: number;
  readonly initialize: number;
  /** The first diagnostics after it was opened, and all of them. */
  readonly open: number;
  readonly openAll: number;
  /** The first after an edit. */
  readonly edit: Readonly<Record<Site, number>>;
  /** All of them after the edit that concerns all services; those of the others come at once. */
  readonly networkAll: number;
  /** Until another file's finding has come or gone; undefined where it never does. */
  readonly across: number | undefined;
  readonly memory: number;
}

/** All servers at one size. */
export async function measureServers(specs: readonly Spec[], services: number, rounds: number): Promise<Measured[]> {
  const folder = path.join(bench, `stack-${services}`);
  mkdirSync(folder, { recursive: true });
  const text = stack(services);
  const uri = pathToFileURL(path.join(folder, "stack.yml")).href;
  const user = pathToFileURL(path.join(folder, "user.yml")).href;
  writeFileSync(path.join(folder, "stack.yml"), text);
  writeFileSync(path.join(folder, "user.yml"), USER);
  const times = specs.map(() => ({ initialize: [] as number[], open: [] as number[], openAll: [] as number[] }));
  for (let cold = 0; cold < 3; cold++) {
    for (const [i, spec] of specs.entries()) {
      const session = new Session(spec);
      times[i]!.initialize.push(await session.initialize(folder));
      const { first, all } = await session.open(uri, text);
      times[i]!.open.push(first);
      times[i]!.openAll.push(all);
      session.stop();
    }
  }
  const sessions = specs.map((spec) => new Session(spec));
  for (const session of sessions) {
    await session.initialize(folder);
    await session.open(uri, text);
    await session.open(user, USER);
  }
  const edits = specs.map(() => Object.fromEntries(SITES.map((s) => [s, [] as number[]])) as Record<Site, number[]>);
  const networkAll = specs.map((): number[] => []);
  for (const site of SITES) {
    const typed = typist(text, services, site);
    for (let round = -6; round < (site === "network" ? Math.ceil(rounds / 4) : rounds); round++) {
      for (const [i, session] of sessions.entries()) {
        const { first, all } = await session.change(uri, typed(round));
        if (round < 0) continue;
        edits[i]![site].push(first);
        if (site === "network") networkAll[i]!.push(all);
      }
    }
    if (rounds % 2 !== 0) throw new Error("an even number of rounds takes all edits back");
  }
  const across = await Promise.all(sessions.map((s) => findingAcross(s, uri, user, text, rounds)));
  return specs.map((spec, i) => {
    const memory = sessions[i]!.memory();
    sessions[i]!.stop();
    return {
      name: spec.name,
      services,
      initialize: quantile(times[i]!.initialize),
      open: quantile(times[i]!.open),
      openAll: quantile(times[i]!.openAll),
      edit: Object.fromEntries(SITES.map((s) => [s, quantile(edits[i]![s])])) as Record<Site, number>,
      networkAll: quantile(networkAll[i]!),
      across: across[i],
      memory,
    };
  });
}

/** Types something at a place and takes it back, in turn. */
function typist(text: string, services: number, site: Site): (round: number) => Change {
  const middle = Math.ceil(services / 2);
  const behind = (what: string) => text.indexOf(what) + what.length;
  const at = {
    label: behind(`Host(\`app-${middle}`),
    newline: text.indexOf("\n", behind(`registry.example.com/app-${middle}:`)),
    rename: behind(`\n  app-${middle}`),
    network: text.lastIndexOf("\n  edge") + "\n  edge".length,
  }[site];
  return (round) => change(text, at, site === "newline" ? "\n" : "x", round % 2 !== 0);
}

function change(text: string, at: number, typed: string, back: boolean): Change {
  const before = text.slice(0, at);
  const start = { line: before.split("\n").length - 1, character: at - before.lastIndexOf("\n") - 1 };
  const end = typed === "\n" ? { line: start.line + 1, character: 0 } : { ...start, character: start.character + typed.length };
  return { range: { start, end: back ? end : start }, text: back ? "" : typed };
}

/** The middleware that the other file uses is renamed and named as before. */
async function findingAcross(session: Session, uri: string, user: string, text: string, rounds: number): Promise<number | undefined> {
  const at = text.indexOf(SHARED) + SHARED.indexOf("shared") + "shared".length;
  const isMissing = () => session.last(user)?.diagnostics.some((d) => d.code === "routing/undefined-middleware") ?? false;
  const times: number[] = [];
  for (let round = 0; round < rounds; round++) {
    const start = performance.now();
    const wanted = round % 2 === 0;
    const seen = session.until(
      (p) => p.uri === user && p.at > start && p.diagnostics.some((d) => d.code === "routing/undefined-middleware") === wanted,
    );
    await session.change(uri, change(text, at, "x", !wanted));
    // Whoever looks at other files at all has done so a second after.
    const never = new Promise<undefined>((resolve) => setTimeout(resolve, 1000));
    const found = await Promise.race([seen, never]);
    if (!found) {
      if (isMissing() !== wanted) await session.change(uri, change(text, at, "x", true)).catch(() => undefined);
      return undefined;
    }
    times.push(found.at - start);
  }
  return quantile(times);
}
