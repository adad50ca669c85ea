// What VS Code loads as the tests when activation is measured: activates the extension, which nothing has done before, and tells the times.
import { writeFileSync } from "node:fs";
import { extensions } from "vscode";

export async function run(): Promise<void> {
  const extension = extensions.getExtension("traefik-swarm.traefik-swarm")!;
  if (extension.isActive) throw new Error("The extension is active already, there is nothing to measure");
  const start = performance.now();
  const processor = process.cpuUsage();
  await extension.activate();
  const { user, system } = process.cpuUsage(processor);
  writeFileSync(process.env.ACTIVATION!, JSON.stringify({ elapsed: performance.now() - start, processor: (user + system) / 1000 }));
}
