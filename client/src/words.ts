// Words from files, where VS Code would read more than words in them: `$(name)` draws an icon in lists and in the status bar, and
// `[words](command:...)` in a message is a link that runs a command.

/** For labels, descriptions and details of lists, and for the status bar. */
export const asLabel = (words: string): string => words.replace(/\$\(/g, "\\$(");

/** For messages to the user. They know no escape: a space takes the link apart. */
export const asMessage = (words: string): string => words.replaceAll("](", "] (");
