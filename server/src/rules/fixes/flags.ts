// Edits of a command's flags, in each form a command is written: list items on lines, flow lists, words of a string, lines of a block
// scalar.
import type { Argument } from "../../model/command.ts";
import type { Flag } from "../../model/flags.ts";
import type { Service } from "../../model/service.ts";
import { columnOf, type Edit, endsLine, indented, insertAfter, linesOf, startsLine } from "../../syntax/edit.ts";
import { valueAt } from "../../syntax/tree.ts";

/** Another path for a flag; its value stays. Undefined where the flag came in by an alias. */
export function renameFlag(flag: Flag, path: string): Edit[] | undefined {
  return flag.name.opaque ? undefined : [{ span: flag.name.span, text: path }];
}

/** Another value for a flag. */
export function setFlag(flag: Flag, value: string): Edit[] | undefined {
  const { name } = flag;
  if (name.opaque) return undefined;
  return [flag.value ? { span: flag.value.span, text: value } : { span: { start: name.span.end, end: name.span.end }, text: `=${value}` }];
}

/** A new argument behind another one, written like it. */
export function addArgument(service: Service, after: Argument, text: string): Edit[] | undefined {
  const { source } = service.block;
  const { span } = after;
  if (after.text.opaque) return undefined;
  if (after.item) {
    const quote = /["']/.exec(source[span.start] ?? "")?.[0] ?? "";
    const written = quote + text + quote;
    if (isFlow(service)) return [{ span: { start: span.end, end: span.end }, text: `, ${written}` }];
    if (!onOwnLines(source, after)) return undefined;
    return [insertAfter(service.block, span.end, indented(columnOf(source, after.item.span.start), [`- ${written}`]))];
  }
  if (isBlockScalar(service) && onOwnLines(source, after)) {
    return [insertAfter(service.block, span.end, indented(columnOf(source, span.start), [text]))];
  }
  return [{ span: { start: span.end, end: span.end }, text: ` ${text}` }];
}

/** Removes an argument with its line, dash or comma, and one blank. */
export function removeArgument(service: Service, argument: Argument): Edit[] | undefined {
  const { source } = service.block;
  if (argument.text.opaque) return undefined;
  if (argument.item && !isFlow(service))
    return onOwnLines(source, argument) ? [{ span: linesOf(source, argument.item.span), text: "" }] : undefined;
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
  const first = all[0];
  const last = all[all.length - 1];
  if (!first || !last) return [];
  // Words of one string go as one.
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
