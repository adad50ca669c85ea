// The one place where an exception ends: it is logged with what was asked, and the user sees no more than a missing answer.
import { type Connection, LSPErrorCodes, ResponseError } from "vscode-languageserver";

/** @param strict tests: the exception goes on */
export function guard(connection: Connection, strict: boolean) {
  const report = (what: string, error: unknown): undefined => {
    if (error instanceof ResponseError && error.code === LSPErrorCodes.RequestCancelled) return undefined;
    connection.console.error(`${what}: ${error instanceof Error ? (error.stack ?? error.message) : String(error)}`);
    if (strict) throw error;
    return undefined;
  };
  return <A extends unknown[], R>(what: string, handler: (...args: A) => R) =>
    (...args: A): R | undefined => {
      try {
        const result = handler(...args);
        return result instanceof Promise ? (result.catch((error) => report(what, error)) as R) : result;
      } catch (error) {
        return report(what, error);
      }
    };
}
