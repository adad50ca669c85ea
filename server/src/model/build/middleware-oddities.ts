// Content of middlewares that Traefik takes without a word and that does not do what it is there for. Only what is so for every request.
// Sources: abbot/go-http-auth basic.go compareMD5HashAndPassword, traefik pkg/middlewares/stripprefix/strip_prefix.go ServeHTTP,
// pkg/middlewares/auth/forward.go ServeHTTP; a rateLimit without average was measured.
import { type Block, listOf, numberOf, textOf } from "../decode/settings.ts";
import { blameOf } from "./blame.ts";
import type { Fault } from "./middleware.ts";

/** The first one of an HTTP middleware; `reason` is plain-password, no-limit, no-address or no-slash. */
export const oddityOf = (type: string, block: Block): Fault | undefined => ODDITIES[type]?.(block);

const ODDITIES: Readonly<Record<string, (block: Block) => Fault | undefined>> = {
  basicAuth: (block) => itemWith(block, "users", "plain-password", isPlainPassword),
  forwardAuth: (block) => (textOf(block, "address") === "" ? at(block, "address", "no-address") : undefined),
  // Written out, nothing may be meant by it.
  rateLimit: (block) => (numberOf(block, "average") === 0 && !block.fields.has("average") ? at(block, "average", "no-limit") : undefined),
  stripPrefix: (block) => itemWith(block, "prefixes", "no-slash", (prefix) => prefix !== "" && !prefix.startsWith("/")),
};

const at = (block: Block, option: string, reason: string): Fault => ({ option, reason, blame: blameOf(block, option) });

function itemWith(block: Block, option: string, reason: string, is: (item: string) => boolean): Fault | undefined {
  const item = listOf(block, option).find(is);
  return item === undefined ? undefined : { option, reason, item, blame: blameOf(block, option, item) };
}

/** No hash of any kind: all but `{SHA}` hold dollars. Of several colons the hash may be anywhere, and Traefik refuses it. */
function isPlainPassword(user: string): boolean {
  const [name, secret, ...more] = user.split(":");
  return name !== "" && secret !== undefined && secret !== "" && more.length === 0 && !/\$|^\{SHA\}/.test(secret);
}
