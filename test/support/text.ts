// Texts that stand nowhere but in a test.
import { span, Text } from "../../server/src/syntax/text.ts";

/** The string as a block's whole source. */
export const plainText = (value: string): Text => new Text(value, span(0, value.length));
