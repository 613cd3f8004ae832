// What a JavaScript client does with offsets, over the vectors that the Python tests read: node --test tests/vectors
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import test from "node:test";

const vectors = JSON.parse(readFileSync(new URL("offsets.json", import.meta.url), "utf-8"));
const answers = process.env.ONRECORD_ANSWERS ? JSON.parse(readFileSync(process.env.ONRECORD_ANSWERS, "utf-8")) : [];

const slices = {
  codepoint: (text, start, end) => Array.from(text).slice(start, end).join(""),
  utf16: (text, start, end) => text.slice(start, end),
  utf8: (text, start, end) => Buffer.from(text, "utf-8").subarray(start, end).toString("utf-8"),
};

for (const { text, ...offsets } of vectors) {
  test(`offsets of ${JSON.stringify(text)}`, () => {
    const characters = Array.from(text);
    for (const [unit, slice] of Object.entries(slices)) {
      assert.equal(offsets[unit].length, characters.length + 1);
      characters.forEach((character, at) => {
        assert.equal(slice(text, offsets[unit][at], offsets[unit][at + 1]), character);
      });
      assert.equal(slice(text, 0, offsets[unit].at(-1)), text);
    }
  });
}

for (const { text, offset_unit: unit, spans } of answers) {
  test(`an answer in ${unit} about ${JSON.stringify(text)}`, () => {
    for (const span of spans) assert.equal(slices[unit](text, span.start, span.end), span.text);
  });
}
