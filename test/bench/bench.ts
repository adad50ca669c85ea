// What things cost, for people to read; no test looks at these figures. `npm run bench` measures all, `npm run bench -- startup` a part:
//   process    an edit inside this process against `parseDocument`, at 10, 100 and 1,000 services
//   servers    the built server against yaml-language-server and compose-language-service, in one run
//   workspace  500 files: first scan, edits meanwhile and afterwards
//   names      names that other files use, at 50 and 500 files
//   cli        the command line over these files against dclint
//   startup    the answer to `initialize`, sizes of the bundles
//   activation the extension in a real VS Code
import { execFileSync } from "node:child_process";
import path from "node:path";
import { measureActivation } from "./activation.ts";
import { quantile } from "./client.ts";
import { nameCosts } from "./names.ts";
import { own, peers, root } from "./peers.ts";
import { measureProcess } from "./process.ts";
import { type Measured, measureServers, type Site } from "./servers.ts";
import { bundleSizes, measureStartup } from "./startup.ts";
import { measureCli, measureWorkspace } from "./workspace.ts";

const FILES = 500;
const SIZES = [10, 100, 1000] as const;

const PARTS: Readonly<Record<string, () => Promise<void> | void>> = {
  startup: async () => {
    table([await measureStartup(15)]);
    table(bundleSizes());
  },
  activation: async () => table([await measureActivation(5)]),
  process: () => measureProcess(),
  servers,
  workspace: async () => table([await measureWorkspace(FILES)]),
  names: () => table([50, FILES].map(nameCosts)),
  cli: () => table([measureCli(FILES)]),
};

const wanted = process.argv.slice(2);
const unknown = wanted.find((part) => !(part in PARTS));
if (unknown) throw new Error(`There is no part ${unknown}, only ${Object.keys(PARTS).join(", ")}`);
execFileSync(process.execPath, [path.join(root, "scripts/build.ts")], { cwd: root });
for (const [part, measure] of Object.entries(PARTS)) {
  if (wanted.length > 0 && !wanted.includes(part)) continue;
  console.log(`\n${part}`);
  await measure();
}

async function servers(): Promise<void> {
  const specs = [own, ...(await peers())];
  const all: Measured[] = [];
  for (const services of SIZES) all.push(...(await measureServers(specs, services, services > 100 ? 20 : 40)));
  table(all.map(({ edit, ...rest }) => ({ ...rest, ...edit })));
  const of = (name: string, services: number) => all.find((m) => m.name === name && m.services === services)!;
  const large = SIZES.at(-1)!;
  const mine = of(own.name, large);
  for (const peer of specs.slice(1).map((s) => of(s.name, large))) {
    const whole = { "all of open": peer.openAll / mine.openAll, "all of network": peer.networkAll / mine.networkAll };
    const times = { open: peer.open / mine.open, ...ratios(peer.edit, mine.edit), ...whole, memory: peer.memory / mine.memory };
    console.log(`${peer.name} / ${own.name}, ${large} services: ${list(times)}`);
  }
  const sites = Object.keys(mine.edit) as Site[];
  const growth = (site: Site) => Math.log10(mine.edit[site] / of(own.name, large / 10).edit[site]);
  console.log(
    `growth from ${large / 10} to ${large} services, as a power of n: ${list(Object.fromEntries(sites.map((s) => [s, growth(s)])))}`,
  );
  const alone = parseDocumentAlone(large);
  console.log(`open / parseDocument of the same text: ${(mine.open / alone).toFixed(2)}, all of it ${(mine.openAll / alone).toFixed(2)}`);
}

function ratios(a: Measured["edit"], b: Measured["edit"]): Record<string, number> {
  return Object.fromEntries((Object.keys(a) as Site[]).map((site) => [site, a[site] / b[site]]));
}

/** In processes that have done nothing else, as the server's. */
function parseDocumentAlone(services: number): number {
  const script = `
    import { parseDocument } from "yaml";
    import { stack } from "./test/bench/generate.ts";
    const text = stack(${services});
    const start = performance.now();
    parseDocument(text);
    console.log(performance.now() - start);
  `;
  const once = () => Number(execFileSync(process.execPath, ["--input-type=module", "-e", script], { cwd: root, encoding: "utf8" }));
  return quantile([once(), once(), once()]);
}

function list(values: Readonly<Record<string, number>>): string {
  return Object.entries(values)
    .map(([name, value]) => `${name} ${value.toFixed(2)}`)
    .join(", ");
}

function table(rows: readonly object[]): void {
  console.table(
    rows.map((row) => Object.fromEntries(Object.entries(row).map(([k, v]) => [k, typeof v === "number" ? Math.round(v * 100) / 100 : v]))),
  );
}
