// Tells the user what is not read: once for each file and reason, and once for a project of too many files.
import { type Connection, MessageType, ShowMessageNotification } from "vscode-languageserver";
import { limitsOf, limitText } from "../features/limits.ts";
import { text } from "../features/texts.ts";
import type { Language } from "../rules/rule.ts";
import type { StackDocument } from "../syntax/document.ts";

export interface LimitReporter {
  /** Of a file that is open. */
  readonly file: (document: StackDocument) => void;
  /** Of a project, of whose files so many are not read. */
  readonly project: (left: number) => void;
}

export function limitReporter(connection: Connection, language: () => Language): LimitReporter {
  const told = new Set<string>();
  const tell = (key: string, message: () => string) => {
    if (told.has(key)) return;
    told.add(key);
    // A notification: with a request a client that knows none would have to be waited for.
    void connection.sendNotification(ShowMessageNotification.type, { type: MessageType.Warning, message: message() });
  };
  return {
    file: (document) => {
      for (const { kind } of limitsOf(document)) tell(`${kind} ${document.uri}`, () => limitText(document.uri, kind, language()));
    },
    project: (left) => {
      if (left > 0) tell("project", () => text(language(), "tooManyFiles", { count: left }));
    },
  };
}
