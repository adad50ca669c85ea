// Which findings say that `docker stack config` refuses a file: for holding them to what it really does.
import type { Diagnosis } from "./check.ts";

/** The rules that say what it refuses. */
export const CONFIG_RULES: readonly string[] = [
  "labels/boolean-value",
  "labels/duplicate-key",
  "stack/command-words",
  "stack/forbidden-key",
  "stack/interpolation",
  "stack/schema",
  "stack/unescaped-dollar",
  "stack/version",
  "stack/version-mismatch",
  "stack/yaml",
];

/** Dollars that are eaten are an error too, and nothing that Docker minds. */
export const isConfigRefusal = ({ rule, severity, finding }: Pick<Diagnosis, "rule" | "severity" | "finding">): boolean =>
  severity === "error" &&
  CONFIG_RULES.includes(rule.id) &&
  !(rule.id === "stack/unescaped-dollar" && !/refused/i.test(finding.message.key));
