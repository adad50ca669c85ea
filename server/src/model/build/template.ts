// The provider's `defaultRule`, a Go template, as far as people write it: texts with the service's name and labels put in.
import type { PlainLabel } from "../decode/problem.ts";
import { normalize } from "./texts.ts";

export const DEFAULT_RULE = "Host(`{{ normalize .Name }}`)";

export interface RuleModel {
  /** The normalized name. */
  readonly name: string;
  readonly labels: readonly PlainLabel[];
  /** The task's name, `shop_web.1`; undefined where this version does not give it to templates. */
  readonly containerName: string | undefined;
}

/** The rule; "error" where Traefik fails on it; undefined where the template is beyond what is read here. */
export function defaultRule(template: string, model: RuleModel): { readonly rule: string } | "error" | undefined {
  const parts = partsOf(template);
  let rule = "";
  for (const [index, part] of parts.entries()) {
    const value = index % 2 === 0 ? part : evaluate(part, model);
    if (value === undefined || value === "error") return value;
    rule += value;
  }
  return { rule };
}

/** Texts and actions in turn, beginning with a text. */
function partsOf(template: string): string[] {
  const parts: string[] = [];
  let at = 0;
  for (;;) {
    const open = template.indexOf("{{", at);
    const close = open < 0 ? -1 : template.indexOf("}}", open + 2);
    if (close < 0) return [...parts, template.slice(at)];
    const action = template
      .slice(open + 2, close)
      .replace(/^-/, "")
      .replace(/-$/, "");
    parts.push(template.slice(at, open), action.trim());
    at = close + 2;
  }
}

function evaluate(action: string, model: RuleModel): string | undefined {
  const [, filter, field] = /^(normalize |lower |upper )?\.(\w+)$/.exec(action) ?? /^()\.(\w+)$/.exec(action) ?? [];
  if (field !== undefined) {
    const value = fieldOf(field, model);
    if (value === undefined || value === "error") return value;
    return filter === "normalize "
      ? normalize(value)
      : filter === "lower "
        ? value.toLowerCase()
        : filter === "upper "
          ? value.toUpperCase()
          : value;
  }
  const [, label] = /^index \.Labels "([^"\\]*)"$/.exec(action) ?? /^index \.Labels `([^`]*)`$/.exec(action) ?? [];
  if (label === undefined) return undefined;
  const found = model.labels.findLast((l) => l.key === label);
  const isOpen = found ? found.open?.value : model.labels.some((l) => l.open?.key);
  return isOpen ? undefined : (found?.value ?? "");
}

function fieldOf(field: string, model: RuleModel): string | undefined {
  if (field === "Name") return model.name;
  if (field === "ContainerName") return model.containerName ?? "error";
  return field === "Labels" ? undefined : "error";
}
