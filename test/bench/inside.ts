// What VS Code loads as the tests when activation is measured: activates the extension, which nothing has done before, and tells the times.
import { writeFileSync } from "node:fs";
import { extensions, languages, workspace } from "vscode";

const STACK = "# traefik-swarm: target=swarm\nservices:\n  web:\n    image: a/b:1\n    labels:\n      - traefik.enable=true\n";

export async function run(): Promise<void> {
  const extension = extensions.getExtension("traefik-swarm.traefik-swarm")!;
  if (extension.isActive) throw new Error("The extension is active already, there is nothing to measure");
  const start = performance.now();
  const processor = process.cpuUsage();
  await extension.activate();
  const { user, system } = process.cpuUsage(processor);
  const activate = performance.now() - start;
  const { uri } = await workspace.openTextDocument({ language: "yaml", content: STACK });
  await new Promise<void>((resolve) => {
    const look = () => languages.getDiagnostics(uri).some((d) => d.source === "traefik-swarm") && resolve();
    languages.onDidChangeDiagnostics(look);
    look();
  });
  const problems = performance.now() - start;
  writeFileSync(process.env.ACTIVATION!, JSON.stringify({ activate, processor: (user + system) / 1000, problems }));
}
