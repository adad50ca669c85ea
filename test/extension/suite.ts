// What VS Code loads: runs the bundled tests beside it with mocha, inside the extension host.
import { globSync, writeFileSync } from "node:fs";
import path from "node:path";
import Mocha from "mocha";

export function run(): Promise<void> {
  const mocha = new Mocha({ ui: "bdd", timeout: 20_000, failZero: true, forbidOnly: Boolean(process.env.CI), color: true });
  for (const file of globSync("*.test.cjs", { cwd: __dirname }).sort()) mocha.addFile(path.join(__dirname, file));
  return new Promise((resolve, reject) => {
    const runner = mocha.run((failures) => {
      const { passes = 0, pending = 0 } = runner.stats ?? {};
      // Read by `npm test`, see scripts/figures.mjs.
      if (process.env.FIGURES) writeFileSync(process.env.FIGURES, JSON.stringify({ passed: passes, failed: failures, skipped: pending }));
      if (failures > 0) reject(new Error(`${failures} of the extension's tests failed`));
      else resolve();
    });
  });
}
