// The way out of an update that can't start a second task beside the first one: the old task goes first, one at a time.
import { effective } from "../../model/effective.ts";
import type { Service } from "../../model/service.ts";
import type { View } from "../../workspace/view.ts";
import { type Fix, offer } from "../rule.ts";
import { type Setting, setAll } from "./settings.ts";

/** A choice, since for a while fewer tasks answer. Nothing where the settings can't be edited by lines. */
export function stopFirst<Key extends string>(service: Service, title: Key, view: View): Fix<Key>[] {
  const { update, rollback } = effective(service);
  const settings: Setting[] = [{ path: ["deploy", "update_config", "order"], value: "stop-first" }];
  // What is not written is 1 already.
  if (update.parallelism.from === "file" && update.parallelism.value !== 1) {
    settings.push({ path: ["deploy", "update_config", "parallelism"], value: "1" });
  }
  // The way back meets the same obstacle.
  if (rollback.order.value === "start-first") settings.push({ path: ["deploy", "rollback_config", "order"], value: "stop-first" });
  return offer({ title: { key: title }, kind: "choice" }, setAll(service, settings, view));
}
