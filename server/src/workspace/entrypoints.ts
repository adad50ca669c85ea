// What a Traefik's flags say of its entrypoints, for the routers that are put on them.
import { hasVariable } from "../model/service.ts";
import type { TraefikInstance } from "../model/traefik.ts";

/** An entrypoint for HTTP and TCP. */
export interface EntryPointFact {
  readonly name: string;
  /** Undefined where it is missing, or a variable decides. */
  readonly port: number | undefined;
  /** Its routers have TLS without saying so, or may. */
  readonly tls: boolean;
  /** All of its requests are sent elsewhere, or may be. */
  readonly redirects: boolean;
  /** Routers that name none are put on it, and on no other that is not like that. */
  readonly asDefault: boolean;
}

/** What Traefik makes where nobody defines one. */
export const HTTP: EntryPointFact = { name: "http", port: 80, tls: false, redirects: false, asDefault: false };

interface Own {
  readonly option: string;
  readonly value: string | undefined;
}

export function entryPointFacts(names: readonly string[], { commandLine: { flags } }: TraefikInstance): EntryPointFact[] {
  const byName = new Map<string, Own[]>(names.map((name) => [name.toLowerCase(), []]));
  for (const { path, value } of flags) {
    const [section, name, ...rest] = path.split(".");
    if (section === "entrypoints") byName.get(name!)?.push({ option: rest.join("."), value: value?.value });
  }
  return names.map((name) => entryPointFact(name, byName.get(name.toLowerCase())!));
}

function entryPointFact(name: string, own: readonly Own[]): EntryPointFact {
  const last = (option: string) => own.findLast((o) => o.option === option);
  const isOn = (option: string) => {
    const toggle = last(option);
    // Another text than true turns a block off, whatever is below it.
    if (toggle) return toggle.value === undefined || hasVariable(toggle.value) || /^(?:true)?$/i.test(toggle.value);
    return own.some((o) => o.option.startsWith(`${option}.`));
  };
  return {
    name,
    port: Number(/:(\d{1,5})(?:\/tcp)?$/i.exec(last("address")?.value ?? "")?.[1] ?? Number.NaN) || undefined,
    tls: isOn("http.tls"),
    redirects: isOn("http.redirections"),
    asDefault: isOn("asdefault"),
  };
}
