// Every regular expression that is shipped takes time in proportion to the text, or says why that is no danger (`// Bounded: its texts are short, as ...`, `// Linear: ...`). A file
// from anywhere may meet any of them.
import path from "node:path";
import { ambiguityOf } from "./regexes/ambiguity.ts";
import { literals } from "./regexes/find.ts";
import { automatonOf } from "./regexes/positions.ts";

const root = path.resolve(import.meta.dirname, "..");
const all = literals(root);
const wrong = all.flatMap(({ file, line, pattern, flags, reason }) => {
  if (reason !== "") return [];
  const where = `${file}:${line}`;
  if (pattern === undefined) return [`${where}: put together when it runs, so nobody can tell how long it takes`];
  const automaton = automatonOf(pattern, flags);
  if (!automaton) return [`${where}: /${pattern}/${flags} refers to what a group matched: no bound is known`];
  const found = ambiguityOf(automaton);
  return found
    ? [
        `${where}: /${pattern}/${flags} takes ${found.growth} time on ${JSON.stringify(found.before)} and many ${JSON.stringify(found.again)}`,
      ]
    : [];
});
for (const line of wrong) console.log(line);
console.log(`${all.length} regular expressions, ${wrong.length} that may take more than linear time`);
if (wrong.length > 0) process.exitCode = 1;
