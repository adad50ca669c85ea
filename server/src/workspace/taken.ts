// Whether a Traefik takes a service at all: what its labels say of it, and what Traefik does with those that say nothing. Of plain facts, so
// that one file's services and the whole project's are judged alike. Source: traefik pkg/provider/docker/config.go@v2.9.10 and @v3.7.9
// keepContainer.
import type { LabelSetFact } from "../model/symbols.ts";
import type { TraefikFact } from "./traefikFact.ts";

/**
 * "likely": the labels do not say it, and there is no Traefik to ask: who writes labels wants them to be read. "unknown": a variable or a
 * Traefik that does not tell decides, or Traefiks differ.
 */
export type Taken = "yes" | "likely" | "unknown" | "no";

/** @param isLeftOut whether the Traefik's constraints leave the service out; where that is not told, they count as if there were none. */
export function taken<T extends Pick<TraefikFact, "exposedByDefault">>(
  { enable, stopped }: Pick<LabelSetFact, "enable" | "stopped">,
  traefiks: readonly T[],
  isLeftOut: (traefik: T) => boolean = () => false,
): Taken {
  if (enable === false || stopped) return "no";
  if (traefiks.length === 0) return enable === true ? "yes" : enable === undefined ? "likely" : "unknown";
  const answers = traefiks.map((t) => (isLeftOut(t) ? false : (enable ?? t.exposedByDefault)));
  if (answers.every((a) => a === false)) return "no";
  return answers.every((a) => a === true) ? "yes" : "unknown";
}
