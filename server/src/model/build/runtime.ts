// What fails when Traefik starts the routers of a set of labels: names that nobody defines, values that no router, service or middleware can be built
// from. What no router uses is not built, so its faults are silent here; they show where another service's router uses it.
import { type Block, blockOf, listOf, numberOf, textOf } from "../decode/settings.ts";
import { atLeast } from "../image.ts";
import { blameOf } from "./blame.ts";
import { type Built, type Kind, type LabelInput, type LabelProblem, type Middleware, problem, type Router, type Service } from "./input.ts";
import { type Fault, middlewareFault, typesOf } from "./middleware.ts";
import { oddityOf } from "./middleware-oddities.ts";
import { contextOf, type Definitions, definitions, find, isDefined, ownName, qualified, referenceTo } from "./references.ts";
import { serviceFault } from "./service-faults.ts";

/** @param elsewhere what routers of other sets use, see `referencesOf`. */
export function runtimeProblems(input: LabelInput, built: Built, elsewhere: ReadonlySet<string> = new Set()): readonly LabelProblem[] {
  const run: Run = {
    input,
    services: definitions(built.services),
    middlewares: definitions(built.middlewares),
    problems: [],
    seen: new Set(),
  };
  for (const router of built.routers) checkRouter(run, router);
  for (const used of [true, false]) {
    const left = <T extends Service | Middleware>(kind: Kind, items: readonly T[]): readonly T[] =>
      items.filter(({ protocol, name }) => elsewhere.has(referenceTo(kind, protocol, ownName(input, name))) === used);
    for (const service of left("service", built.services)) checkService(run, service, used);
    for (const middleware of left("middleware", built.middlewares)) checkMiddleware(run, middleware, [], used);
  }
  return run.problems;
}

interface Run {
  readonly input: LabelInput;
  readonly services: Definitions<Service>;
  readonly middlewares: Definitions<Middleware>;
  readonly problems: LabelProblem[];
  /** Services and middlewares that are dealt with. */
  readonly seen: Set<Service | Middleware>;
}

/** Chains in chains; nobody gets that far. */
const MAX_DEPTH = 100;

const MAX_PRIORITY = 2 ** 63 - 1000;

function checkRouter(run: Run, router: Router): void {
  const { input, problems } = run;
  const { protocol, name, block, rule } = router;
  if (!checkEntryPoints(run, router)) return;
  const args = { protocol, router: name };
  const fail = (code: LabelProblem["code"] & Parameters<typeof problem>[0], field: string, more: Record<string, string>) =>
    problems.push(problem(code, "runtime", blameOf(block, field), { ...args, ...more }));
  if (atLeast(input.version, 2, 11) && numberOf(block, "priority") >= MAX_PRIORITY) fail("priority-too-high", "priority", {});
  const tls = blockOf(block, "tls");
  if (rule !== "" && protocol !== "udp") {
    const context = { protocol, version: input.version, syntax: textOf(block, "ruleSyntax"), tls: tls !== undefined };
    if (input.acceptsRule?.(rule, context) === false) fail("invalid-rule", "rule", { rule, made: router.defaultRule ? "yes" : "no" });
  }
  checkTlsOptions(run, router);
  const service = find(input, run.services, protocol, router.service, contextOf(input, name));
  if (service) checkService(run, service, true);
  else if (isDefined(input, protocol, "service", router.service, contextOf(input, name)) === false)
    fail("unknown-service", "service", { service: router.service });
  if (protocol === "udp") return;
  checkUses(run, protocol, block, contextOf(input, name), [], true);
}

/** False where no entrypoint of the router exists: then nothing else of it is built. */
function checkEntryPoints({ input, problems }: Run, { protocol, name, block }: Router): boolean {
  const known = input.entryPoints?.[protocol === "udp" ? "udp" : "tcp"];
  const wanted = listOf(block, "entryPoints");
  if (!known || wanted.length === 0) return true;
  const missing = wanted.filter((entryPoint) => !known.includes(entryPoint));
  const left = missing.length < wanted.length ? "yes" : "no";
  for (const entryPoint of new Set(missing)) {
    problems.push(
      problem("unknown-entrypoint", "runtime", blameOf(block, "entryPoints", entryPoint), { protocol, router: name, entryPoint, left }),
    );
  }
  return left === "yes";
}

function checkTlsOptions({ input, problems }: Run, { protocol, name, block }: Router): void {
  const tls = blockOf(block, "tls");
  const options = textOf(tls, "options");
  if (!tls || options === "" || options === "default" || tls.fields.get("passthrough")?.value === true) return;
  if (isDefined(input, protocol, "tls-options", options, contextOf(input, name)) !== false) return;
  problems.push(problem("unknown-tls-options", "runtime", blameOf(tls, "options"), { protocol, router: name, options }));
}

function checkService(run: Run, service: Service, used: boolean): void {
  if (run.seen.has(service)) return;
  run.seen.add(service);
  const { input, problems } = run;
  for (const fault of serviceFault(input, service)) problems.push(used ? fault : { ...fault, effect: "silent" });
  if (service.protocol !== "http") return;
  checkUses(run, "http", service.block, contextOf(input, service.name), [], used);
}

/**
 * The list `middlewares` of a block.
 * @param stack the qualified names of the chains that lead here
 */
function checkUses(run: Run, protocol: "http" | "tcp", block: Block, context: string, stack: readonly string[], used: boolean): void {
  const { input, middlewares, problems } = run;
  for (const name of new Set(listOf(block, "middlewares"))) {
    const middleware = find(input, middlewares, protocol, name, context);
    if (middleware) checkMiddleware(run, middleware, stack, used);
    // A comma too many makes a name of nothing.
    else if (name === "" || isDefined(input, protocol, "middleware", name, context) === false)
      problems.push(
        problem("unknown-middleware", used ? "runtime" : "silent", blameOf(block, "middlewares", name), {
          protocol,
          middleware: qualified(name, context),
        }),
      );
  }
}

function checkMiddleware(run: Run, middleware: Middleware, stack: readonly string[], used: boolean): void {
  const { input, problems, seen } = run;
  const { protocol, name, block } = middleware;
  const effect = used ? "runtime" : "silent";
  const args = { protocol, middleware: name };
  const chain = protocol === "http" ? blockOf(block, "chain") : undefined;
  if (stack.includes(name)) {
    const loop = [...stack.slice(stack.indexOf(name)), name].join(" -> ");
    if (!problems.some((p) => p.code === "middleware-loop" && p.args.middleware === name && p.effect === effect))
      problems.push(problem("middleware-loop", effect, blameOf(chain ?? block, "middlewares"), { ...args, loop }));
    return;
  }
  if (seen.has(middleware) || stack.length > MAX_DEPTH) return;
  seen.add(middleware);
  const types = typesOf(middleware);
  if (types.length === 0) problems.push(problem("empty-middleware", effect, blameOf(block), args));
  else if (types.length > 1 && protocol === "http")
    problems.push(problem("mixed-middleware", effect, blameOf(block), { ...args, types: types.join(", ") }));
  for (const type of types) {
    for (const fault of middlewareFault(input, protocol, type, blockOf(block, type)!)) {
      problems.push(problem("invalid-middleware", effect, fault.blame, { ...args, ...about(type, fault) }));
    }
    const oddity = protocol === "http" ? oddityOf(type, blockOf(block, type)!) : undefined;
    if (oddity) problems.push(problem("odd-middleware", "silent", oddity.blame, { ...args, ...about(type, oddity) }));
  }
  const context = contextOf(input, name);
  const errors = protocol === "http" ? blockOf(block, "errors") : undefined;
  if (errors) checkErrorService(run, errors, name, context, effect);
  if (chain) checkUses(run, "http", chain, context, [...stack, name], used);
}

const about = (type: string, { option, item, reason }: Fault) => ({ type, option, reason, ...(item === undefined ? {} : { item }) });

/** @param from the middleware that sends errors there */
function checkErrorService(run: Run, errors: Block, from: string, context: string, effect: "runtime" | "silent"): void {
  const { input, services, problems } = run;
  const name = textOf(errors, "service");
  const service = find(input, services, "http", name, context);
  if (service) checkService(run, service, effect === "runtime");
  else if (name === "" || isDefined(input, "http", "service", name, context) === false)
    problems.push(problem("unknown-service", effect, blameOf(errors, "service"), { protocol: "http", service: name, middleware: from }));
}
