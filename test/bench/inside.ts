// What VS Code loads as the tests when activation is measured: activates the extension, which nothing has done before, and tells the times.
// Its own part are the two that VS Code shows as "Activation": loading the code, and the call. The rest of the wait is VS Code's, which makes
// what it hands to `activate` by asking its window.
import { writeFileSync } from "node:fs";
import Module from "node:module";
import { extensions, languages, workspace } from "vscode";

const STACK = "# traefik-swarm: target=swarm\nservices:\n  web:\n    image: a/b:1\n    labels:\n      - traefik.enable=true\n";

export async function run(): Promise<void> {
  const extension = extensions.getExtension("traefik-swarm.traefik-swarm")!;
  if (extension.isActive) throw new Error("The extension is active already, there is nothing to measure");
  const own = watchActivation();
  const start = performance.now();
  await extension.activate();
  const waited = performance.now() - start;
  const { uri } = await workspace.openTextDocument({ language: "yaml", content: STACK });
  await new Promise<void>((resolve) => {
    const look = () => languages.getDiagnostics(uri).some((d) => d.source === "traefik-swarm") && resolve();
    languages.onDidChangeDiagnostics(look);
    look();
  });
  writeFileSync(process.env.ACTIVATION!, JSON.stringify({ ...own, waited, problems: performance.now() - start }));
}

/** Takes the times where VS Code loads the extension and calls it. */
function watchActivation(): { code: number; call: number } {
  const times = { code: 0, call: 0 };
  const loader = Module as unknown as { _load(id: string, ...rest: unknown[]): { activate(context: unknown): unknown } };
  const load = loader._load;
  loader._load = (id, ...rest) => {
    if (!id.endsWith("client.cjs")) return load.call(loader, id, ...rest);
    const start = performance.now();
    const loaded = load.call(loader, id, ...rest);
    times.code = performance.now() - start;
    const activate = async (context: unknown) => {
      const called = performance.now();
      await loaded.activate(context);
      times.call = performance.now() - called;
    };
    return { ...loaded, activate };
  };
  return times;
}
