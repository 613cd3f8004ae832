import assert from "node:assert/strict";
import test from "node:test";
import { readAddress, writeAddress } from "../../../../service/page/static/page/address.js";

const START = { sample: null, theme: null, selected: null, sort: null, weak: false, unnamed: false, unquoted: false, compare: false };

const FRAGMENTS = [
  ["", {}],
  ["#", {}],
  ["#sample=mixed", { sample: "mixed" }],
  ["#selected=1", { selected: 0 }],
  ["#selected=headline", { selected: "headline" }],
  ["#weak=1&unnamed=1&unquoted=1&compare=1", { weak: true, unnamed: true, unquoted: true, compare: true }],
  ["#sort=-share&theme=dark", { sort: "-share", theme: "dark" }],
];
for (const [fragment, named] of FRAGMENTS) {
  test(`${fragment || "no fragment"} names a view, and the view names it`, () => {
    const view = { ...START, ...named };
    assert.deepEqual(readAddress(fragment), view);
    assert.deepEqual(readAddress(`#${writeAddress(view)}`), view);
  });
}

const WRONG = ["#sample=../../etc", "#sample=<b>", "#selected=0", "#selected=-2", "#selected=1e9", "#weak=yes", "#sort=a b", "#theme=pink", "#x=y"];
for (const fragment of WRONG) {
  test(`${fragment} names nothing`, () => assert.deepEqual(readAddress(fragment), START));
}

test("an address never holds words, whatever a view holds", () => {
  const view = { ...START, text: "The minister resigned", title: "Minister", sample: "The minister", sort: "The minister", selected: "minister" };
  assert.equal(writeAddress(view), "");
});
