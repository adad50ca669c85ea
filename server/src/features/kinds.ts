// The kinds of our own code actions. Alone in a file, as the server names them before it has loaded what makes the actions.

/** What a refactoring of this kind does is the same in every service. */
export const ZERO_DOWNTIME_KIND = "refactor.rewrite.zeroDowntime";

/** "Fix all" on save: `"editor.codeActionsOnSave": { "source.fixAll.traefik-swarm": "explicit" }`. */
export const FIX_ALL_KIND = "source.fixAll.traefik-swarm";
