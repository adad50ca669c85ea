// Files of variables: what compose's documentation promises, line by line.
import assert from "node:assert/strict";
import { test } from "node:test";
import { parseDotenv } from "../../server/src/workspace/dotenv.ts";

const ROWS: readonly (readonly [line: string, value: string])[] = [
  ["A=b", "b"],
  ["A= b c ", "b c"],
  ["  export A=b", "b"],
  ["A: b", "b"],
  ["A=", ""],
  ["A=b # comment", "b"],
  ["A=b# no comment", "b# no comment"],
  ["A=# comment", ""],
  ['A="b" # comment', "b"],
  ['A="b # c"', "b # c"],
  ["A='b'", "b"],
  ["A='Let\\'s go!'", "Let's go!"],
  ['A="{\\"b\\": 1}"', '{"b": 1}'],
  ['A="b\\tc\\\\n\\x"', "b\tc\\n\\x"],
  ["A='b\\tc'", "b\\tc"],
  ["A=b\\tc", "b\\tc"],
  ['A="b\nc"', "b\nc"],
  ["A='b\nc'", "b\nc"],
  ["A=$SET-x", "1-x"],
  ["A=${SET}x", "1x"],
  ['A="$SET"', "1"],
  ["A='$SET'", "$SET"],
  ["A=\\$SET", "$SET"],
  ['A="\\$SET"', "$SET"],
  ["A=$UNSET", ""],
  ["A=${UNSET:-b}${EMPTY-c}${EMPTY:-d}", "bd"],
  ["A=a=b", "a=b"],
  ["A=postgres://u:p@h/#x", "postgres://u:p@h/#x"],
];

for (const [line, value] of ROWS)
  test(`dotenv ${JSON.stringify(line)}`, () => {
    for (const eol of ["\n", "\r\n"])
      assert.deepEqual(parseDotenv(`# first${eol}${eol}SET=1${eol}EMPTY=${eol}${line}${eol}Z=z`), {
        variables: { SET: "1", EMPTY: "", A: value, Z: "z" },
        wrong: [],
      });
  });

test("lines that are no variables, files before it, and what counts when a name comes twice", () => {
  assert.deepEqual(parseDotenv("\uFEFFA=1\nno variable\nBARE\nB=$A$C\n=x\nA=2", { C: "3", A: "0" }), {
    variables: { A: "2", B: "13" },
    wrong: [2, 5],
  });
});
