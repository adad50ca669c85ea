// What several rules ask of a service is worked out once while its block is looked at, and no longer: the questions about the project that the
// answer took are noted for each block that needs it (reads.ts).
import type { Service } from "../model/service.ts";
import type { View } from "./view.ts";

const LOOKS = new WeakMap<View, object>();

/** Whatever was worked out with a view is worked out anew from here on. */
export const lookAnew = (view: View): unknown => LOOKS.set(view, {});

/** The same function, asked once for each service and look. */
export function perService<T>(make: (service: Service, view: View) => T): (service: Service, view: View) => T {
  const kept = new WeakMap<object, Map<Service, { readonly answer: T }>>();
  return (service, view) => {
    const look = LOOKS.get(view) ?? view;
    let answers = kept.get(look);
    if (!answers) {
      answers = new Map();
      kept.set(look, answers);
    }
    let found = answers.get(service);
    if (!found) {
      found = { answer: make(service, view) };
      answers.set(service, found);
    }
    return found.answer;
  };
}
