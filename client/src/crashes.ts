// What is done when the server's process ends by itself: it is started again and told what is open, and nobody needs to know. One that does
// not stay alive is left alone, and the user is told once, in his language, with the way to go on.
import { commands, l10n, window } from "vscode";
import { CloseAction, ErrorAction, type ErrorHandler, type LanguageClientOptions } from "vscode-languageclient";

/** So often in so many milliseconds the server is started again by itself. */
const AGAIN = 4;
const WITHIN = 3 * 60_000;
/** So many messages in a row that can't be sent or read. */
const ERRORS = 3;

export function crashOptions(): Pick<LanguageClientOptions, "errorHandler" | "initializationFailedHandler"> {
  // One that dies while it starts has ended like any other, and needs no message of its own.
  return { errorHandler: crashHandler(), initializationFailedHandler: () => false };
}

function crashHandler(): ErrorHandler {
  let crashes: number[] = [];
  return {
    error: (_error, _message, count = 0) => ({ action: count <= ERRORS ? ErrorAction.Continue : ErrorAction.Shutdown, handled: true }),
    closed: () => {
      const now = Date.now();
      crashes = [...crashes.filter((time) => now - time < WITHIN), now];
      if (crashes.length <= AGAIN) {
        return { action: CloseAction.Restart, handled: true, message: l10n.t("The server ended unexpectedly and is started again.") };
      }
      const message = l10n.t(
        "Traefik Swarm's server ended {0} times within three minutes and is not started again by itself.",
        crashes.length,
      );
      crashes = []; // who starts it again gives it as many chances
      void tell(message);
      return { action: CloseAction.DoNotRestart, handled: true, message };
    },
  };
}

async function tell(message: string): Promise<void> {
  const restart = l10n.t("Start again");
  const output = l10n.t("Show output");
  const chosen = await window.showErrorMessage(message, restart, output);
  if (chosen === restart) await commands.executeCommand("traefikSwarm.restart");
  if (chosen === output) await commands.executeCommand("traefikSwarm.showOutput");
}
