// What VS Code loads as the tests when it runs in this host: runs the real tests (TEST_HOST_ENTRY), writes what they print to
// TEST_HOST_REPORT and, when they passed, the file TEST_HOST_PASSED. CommonJS, as the extension host calls `require` on it.
"use strict";
const { appendFileSync, writeFileSync } = require("node:fs");
const { format } = require("node:util");

exports.run = async () => {
  const { TEST_HOST_ENTRY, TEST_HOST_REPORT, TEST_HOST_PASSED } = process.env;
  const restore = divertOutput((text) => appendFileSync(TEST_HOST_REPORT, text));
  try {
    await require(TEST_HOST_ENTRY).run();
    writeFileSync(TEST_HOST_PASSED, "");
  } catch (error) {
    console.error(error?.stack ?? String(error));
    throw error;
  } finally {
    restore();
  }
};

/** Sends all output to `write` until the returned function is called. */
function divertOutput(write) {
  const { console } = globalThis;
  const { write: standardOutput } = process.stdout;
  // The extension host ignores assignments to `console.log`, so the object itself is replaced.
  const diverted = Object.create(console);
  for (const name of ["log", "info", "warn", "error", "debug"]) {
    Object.defineProperty(diverted, name, { value: (...args) => write(`${format(...args)}\n`) });
  }
  globalThis.console = diverted;
  process.stdout.write = (data, encoding, callback) => {
    write(data);
    (typeof encoding === "function" ? encoding : callback)?.();
    return true;
  };
  return () => {
    globalThis.console = console;
    process.stdout.write = standardOutput;
  };
}
