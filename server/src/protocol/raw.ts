// JSON that is finished already, in ASCII. Our own stream writer sends it as it is; any other transport makes an object of it first.

export interface Raw {
  readonly json: string;
  readonly toJSON: () => unknown;
}

const RAW = new WeakSet<object>();

export function raw(json: string): Raw {
  const made = { json, toJSON: () => JSON.parse(json) };
  RAW.add(made);
  return made;
}

export const isRaw = (value: unknown): value is Raw => typeof value === "object" && value !== null && RAW.has(value);
