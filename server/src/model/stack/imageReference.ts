// Whether Docker can read the name of an image. Source: distribution/reference normalize.go ParseAnyReference, regexp.go.

const HOST = /^(?:[a-zA-Z0-9](?:[a-zA-Z0-9.-]*[a-zA-Z0-9])?|\[[a-fA-F0-9:]+\])(?::[0-9]+)?$/;
const TAG = /^\w[\w.-]{0,127}$/;
const DIGEST = /^[A-Za-z][A-Za-z0-9]*(?:[-_+.][A-Za-z][A-Za-z0-9]*)*:[0-9a-fA-F]{32,}$/;

export type ImageFault = "empty" | "upper-case" | "form";

/** Undefined for a good one. */
export function imageFault(image: string): ImageFault | undefined {
  if (image === "") return "empty";
  if (/^[a-f0-9]{64}$/.test(image)) return undefined;
  const at = image.indexOf("@");
  const named = at < 0 ? image : image.slice(0, at);
  const slash = named.indexOf("/");
  const first = slash < 0 ? "" : named.slice(0, slash);
  // Only before a slash that ends a domain may colons and capitals stand.
  const isDomain = /[.:]/.test(first) || first === "localhost" || first.toLowerCase() !== first;
  const rest = isDomain ? named.slice(slash + 1) : named;
  const colon = rest.lastIndexOf(":");
  const name = colon < 0 ? rest : rest.slice(0, colon);
  if (name.toLowerCase() !== name) return "upper-case";
  const isRead =
    (!isDomain || isHost(first)) &&
    name.split("/").every(isComponent) &&
    (colon < 0 || TAG.test(rest.slice(colon + 1))) &&
    (at < 0 || DIGEST.test(image.slice(at + 1)));
  return isRead ? undefined : "form";
}

const isHost = (host: string): boolean => HOST.test(host) && !/\.[.-]|-\./.test(host);

/** Letters and digits, with `.`, `_`, `__` or any number of `-` between them. */
const isComponent = (part: string): boolean =>
  /^[a-z0-9._-]+$/.test(part) &&
  part.split(/[a-z0-9]+/).every((gap, i, all) => (i === 0 || i === all.length - 1 ? gap === "" : /^(?:\.|__?|-+)$/.test(gap)));
