// Holds back what a client sends behind `initialize` until those are there who answer it; nothing is lost and nothing overtakes.
import type { MessageStrategy } from "vscode-languageserver";

export interface Gate {
  /** An option of the connection. */
  readonly messageStrategy: MessageStrategy;
  readonly open: () => void;
}

export function gate(): Gate {
  const held: (() => void)[] = [];
  let state: "before" | "closed" | "open" = "before";
  return {
    messageStrategy: {
      handleMessage: (message, next) => {
        if (state === "closed") return void held.push(() => next(message));
        if (state === "before" && "method" in message && message.method === "initialize") state = "closed";
        return next(message);
      },
    },
    open: () => {
      state = "open";
      for (const pass of held.splice(0)) pass();
    },
  };
}
