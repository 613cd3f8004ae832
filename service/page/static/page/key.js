/** The key: asked for where the service wants one, and kept for this tab only. */

import { byId } from "./by_id.js";

const PLACE = "onrecord-key";

export function keptKey() {
  return sessionStorage.getItem(PLACE);
}

/** The dialog that asks for a key; `onkey(key or null)` resolves to a fault to show, or to null where the key opens. */
export function mountKey(onkey) {
  const dialog = byId("key-dialog");
  const form = byId("key-form");
  const { key } = form.elements;
  const fault = byId("key-fault");

  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    const given = key.value.trim();
    fault.textContent = "";
    const refused = await onkey(given);
    if (refused) {
      fault.textContent = refused;
      key.select();
      return;
    }
    sessionStorage.setItem(PLACE, given);
    form.reset();
    dialog.close();
  });
  byId("key-forget").addEventListener("click", () => {
    sessionStorage.removeItem(PLACE);
    form.reset();
    dialog.close();
    onkey(null);
  });
  byId("key-close").addEventListener("click", () => dialog.close());
  byId("open-key").addEventListener("click", () => ask());

  function ask() {
    byId("open-key").hidden = false;
    fault.textContent = "";
    byId("key-forget").hidden = keptKey() === null;
    if (!dialog.open) dialog.showModal();
  }
  return ask;
}
