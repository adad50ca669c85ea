// Shows a file as it grows, like `tail -f`: the tests' report comes by a file, free of VS Code's own log lines.
import { closeSync, openSync, readSync } from "node:fs";
import type { Writable } from "node:stream";

/** Copies what is appended to `file` to `output`, every 50 ms and once more when the returned function ends it. */
export function follow(file: string, output: Writable): () => void {
  const descriptor = openSync(file, "r");
  const chunk = Buffer.alloc(65_536);
  const copy = () => {
    for (let size = readSync(descriptor, chunk); size > 0; size = readSync(descriptor, chunk))
      output.write(Buffer.from(chunk.subarray(0, size)));
  };
  const timer = setInterval(copy, 50);
  return () => {
    clearInterval(timer);
    copy();
    closeSync(descriptor);
  };
}
