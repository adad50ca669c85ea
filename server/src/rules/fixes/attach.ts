// Puts a service on a network that its Traefik is on, and says so with a label where Traefik would have to guess.
import { labelOf } from "../../model/labels.ts";
import type { Service } from "../../model/service.ts";
import { addEntries, addItem, type Edit, stepOf } from "../../syntax/edit.ts";
import { entryOf, isNull } from "../../syntax/tree.ts";
import type { View } from "../../workspace/view.ts";
import { type FileEdit, inBlock } from "../rule.ts";
import { addLabel, setLabel } from "./add-label.ts";
import { prefix } from "./backends.ts";

/** A network of Traefik, as this file calls it. */
export interface Meeting {
  readonly key: string;
  /** The real name; undefined where the stack's name would be needed. */
  readonly name: string | undefined;
  /** It is not declared in this file yet. */
  readonly fresh: boolean;
}

/** The networks on which a service of this file can meet its Traefik. */
export function meetings(view: View): Meeting[] {
  const keys = view.networkKeys();
  const all = view.traefiks().flatMap((t) =>
    t.networks.flatMap((real): Meeting[] => {
      if (real.kind === "prefixed") return t.uri === view.uri() ? [{ key: real.key, name: undefined, fresh: false }] : [];
      // Others have to be quoted, or mean something else.
      if (real.kind === "unknown" || !/^[a-z][\w.-]*$/i.test(real.name) || /^(?:ingress|host|bridge|none)$/.test(real.name)) return [];
      const declared = keys.find((key) => {
        const own = view.realName(key);
        return own.kind === "known" && own.name === real.name;
      });
      const isTaken = declared === undefined && (keys.includes(real.name) || real.name === "default");
      return isTaken ? [] : [{ key: declared ?? real.name, name: real.name, fresh: declared === undefined }];
    }),
  );
  return [...new Map(all.map((m) => [m.key, m])).values()];
}

/** Beside its networks. Undefined where that place, or the label's, can't be edited. */
export function attach(service: Service, meeting: Meeting, view: View): FileEdit[] | undefined {
  const attached = inBlock(service.block, attachEdits(service, meeting.key));
  const labelled = inBlock(service.block, nameIt(service, meeting, view));
  const declared = declaration(meeting, view);
  return attached && labelled && declared && [...attached, ...labelled, ...declared];
}

/** Instead of its only one. */
export function replaceNetwork(service: Service, meeting: Meeting, view: View): FileEdit[] | undefined {
  const [only, ...others] = service.networks ?? [];
  if (!only || others.length > 0 || only.key.opaque) return undefined;
  const replaced = inBlock(service.block, [{ span: only.key.span, text: meeting.key }])!;
  const declared = declaration(meeting, view);
  return declared && [...replaced, ...declared];
}

function declaration(meeting: Meeting, view: View): FileEdit[] | undefined {
  if (!meeting.fresh) return [];
  const edit = view.declareNetwork(meeting.key);
  return edit && [edit];
}

/** A service without networks of its own stays on the stack's default one: others may look for it there. */
function attachEdits(service: Service, key: string): Edit[] | undefined {
  const { block, entry } = service;
  const own = entryOf(entry.value, "networks");
  const step = stepOf(block, entry);
  if (!own) return addEntries(block, entry, [{ key: "networks", items: ["default", key] }], step);
  const { value } = own;
  if (value.grafted || isNull(value) || value.kind === "scalar") return undefined;
  const last = value.kind === "sequence" ? value.items.at(-1) : value.entries.at(-1);
  if (!last) return undefined;
  if (value.flow) {
    const at = last.span.end;
    return [{ span: { start: at, end: at }, text: value.kind === "sequence" ? `, ${key}` : `, ${key}: {}` }];
  }
  return value.kind === "sequence" ? addItem(block, value, key) : addEntries(block, own, [{ key }], step);
}

/** The label, unless Traefik takes that network anyway. */
function nameIt(service: Service, { name }: Meeting, view: View): Edit[] | undefined {
  const there = ["traefik.swarm.network", "traefik.docker.network"].flatMap((key) => labelOf(service.deployLabels, key) ?? []);
  if (there.length > 1) return undefined;
  const isDefault = view.traefiks().every((t) => t.network === name);
  if (there.length === 0 && (name === undefined || isDefault)) return [];
  if (name === undefined) return undefined;
  return there[0] ? setLabel(service, there[0], name) : addLabel(service, `${prefix(service, view)}.network`, name);
}
