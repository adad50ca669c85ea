// Edits of a command's flags, in each form a command is written: list items on lines, flow lists, words of a string, lines of a block
// scalar.
import type { Argument } from "../../model/command.ts";
import type { Flag } from "../../model/flags.ts";
import type { Service } from "../../model/service.ts";
import type { TraefikInstance } from "../../model/traefik.ts";
import { columnOf, type Edit, endsLine, indented, insertAfter, linesOf, startsLine } from "../../syntax/edit.ts";
import { valueAt } from "../../syntax/tree.ts";

/** Another path for a flag; its value stays. Undefined where the flag came in by an alias. */
export function renameFlag(flag: Flag, path: string): Edit[] | undefined {
  return flag.name.opaque ? undefined : [{ span: flag.name.span, text: path }];
}

const SWARM_MODE = "providers.docker.swarmmode";

/** All options of the docker provider as those of the swarm provider; one toggle, whether it was written apart or implied by `swarmMode`. */
export function dockerToSwarm({ service, docker }: TraefikInstance): Edit[] | undefined {
  const toggle = docker.flags.find((f) => f.path === "providers.docker") ?? docker.flags.find((f) => f.path === SWARM_MODE);
  const parts = docker.flags.map((flag) =>
    flag.path === SWARM_MODE && flag !== toggle ? removeFlag(service, flag) : renameFlag(flag, toSwarm(flag)),
  );
  return parts.every((p) => p !== undefined) ? parts.flatMap((p) => p!) : undefined;
}

/** The options of both have the same names, but for those that speak of swarm mode. */
function toSwarm({ path, name }: Flag): string {
  if (path === SWARM_MODE) return "providers.swarm";
  return path === "providers.docker.swarmmoderefreshseconds"
    ? "providers.swarm.refreshSeconds"
    : name.value.replace(/^(providers\.)docker/i, "$1swarm");
}

/** Another value for a flag. */
export function setFlag(flag: Flag, value: string): Edit[] | undefined {
  const { name } = flag;
  if (name.opaque) return undefined;
  return [flag.value ? { span: flag.value.span, text: value } : { span: { start: name.span.end, end: name.span.end }, text: `=${value}` }];
}

/** A new argument behind a flag and its value, written like the flag. */
export function addArgument(service: Service, after: Flag, text: string): Edit[] | undefined {
  const { source } = service.block;
  const { argument } = after;
  const last = after.valueArgument ?? argument;
  const { end } = last.span;
  if (argument.text.opaque || last.text.opaque || !argument.item !== !last.item) return undefined;
  if (argument.item) {
    const quote = /["']/.exec(source[argument.span.start] ?? "")?.[0] ?? "";
    const written = quote + text + quote;
    if (isFlow(service)) return [{ span: { start: end, end }, text: `, ${written}` }];
    if (!onOwnLines(source, argument) || !onOwnLines(source, last)) return undefined;
    return [insertAfter(service.block, end, indented(columnOf(source, argument.item.span.start), [`- ${written}`]))];
  }
  if (isBlockScalar(service) && startsLine(source, argument.span.start) && endsLine(source, end)) {
    return [insertAfter(service.block, end, indented(columnOf(source, argument.span.start), [text]))];
  }
  return [{ span: { start: end, end }, text: ` ${text}` }];
}

/** Removes a flag, and the word that is its value. */
export const removeFlag = (service: Service, flag: Flag): Edit[] | undefined =>
  removeArguments(service, flag.valueArgument ? [flag.argument, flag.valueArgument] : [flag.argument]);

/** Removes an argument with its line, dash or comma, and one blank. A comment behind it becomes a line of its own. */
export function removeArgument(service: Service, argument: Argument): Edit[] | undefined {
  const { source } = service.block;
  if (argument.text.opaque || argument.item?.value.anchor) return undefined;
  if (argument.item && !isFlow(service)) {
    if (!onOwnLines(source, argument)) return undefined;
    const lines = linesOf(source, argument.item.span);
    const comment = /^[ \t]+(?=#)/.exec(source.slice(argument.span.end, lines.end))?.[0];
    if (comment === undefined) return [{ span: lines, text: "" }];
    return [{ span: { start: argument.item.span.start, end: argument.span.end + comment.length }, text: "" }];
  }
  if (argument.item) return [{ span: withComma(source, argument.item.span.start, argument.item.span.end), text: "" }];
  if (isBlockScalar(service) && startsLine(source, argument.span.start) && /^[ \t]*(?:\r|\n|$)/.test(source.slice(argument.span.end))) {
    return [{ span: linesOf(source, argument.span), text: "" }];
  }
  const { start, end } = argument.span;
  const before = /\s$/.test(source.slice(0, start)) && !startsLine(source, start) ? 1 : 0;
  const behind = before ? 0 : (/^[ \t]+/.exec(source.slice(end))?.[0].length ?? 0);
  return [{ span: { start: start - before, end: end + behind }, text: "" }];
}

/** Removes arguments that follow each other. */
export function removeArguments(service: Service, all: readonly Argument[]): Edit[] | undefined {
  const { source } = service.block;
  const first = all[0];
  const last = all[all.length - 1];
  if (!first || !last) return [];
  if (all.some((a) => a.item?.value.anchor)) return undefined;
  // Words of one string, and items between the same brackets, go as one.
  if (first.item && isFlow(service)) {
    return first.text.opaque ? undefined : [{ span: withComma(source, first.item.span.start, last.span.end), text: "" }];
  }
  if (!first.item) return removeArgument(service, { ...first, span: { start: first.span.start, end: last.span.end } });
  const parts = all.map((a) => removeArgument(service, a));
  return parts.every((p) => p !== undefined) ? parts.flatMap((p) => p!) : undefined;
}

const commandNode = (service: Service) => valueAt(service.entry.value, "command");

function isFlow(service: Service): boolean {
  const node = commandNode(service);
  return node?.kind === "sequence" && node.flow;
}

function isBlockScalar(service: Service): boolean {
  const node = commandNode(service);
  return node?.kind === "scalar" && (node.style === "literal" || node.style === "folded");
}

const onOwnLines = (source: string, argument: Argument): boolean =>
  startsLine(source, argument.item?.span.start ?? argument.span.start) && endsLine(source, argument.span.end);

/** With the comma behind it, or else the one before it. */
function withComma(source: string, start: number, end: number): { start: number; end: number } {
  const behind = /^\s*,\s*/.exec(source.slice(end));
  if (behind) return { start, end: end + behind[0].length };
  const before = /,\s*$/.exec(source.slice(0, start));
  return { start: start - (before?.[0].length ?? 0), end };
}
