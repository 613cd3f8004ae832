/** Pauses: how long to wait before the same request is made again, where that may help by itself. */

const GROWING = 5; // tries after which the least pause grows no more: half a minute
const LONGEST = 3600; // who waits longer has left; and a timer of more than 24.8 days would go off at once

/**
 * Seconds until what has failed so many times before is asked again by itself, or null where a person has to.
 *
 * Never less than 1, 2, 4 and at last 32: a service that says 0 for ever must not be asked without a pause for ever.
 */
export function pauseOf({ passes, retryAfter }, tried) {
  const seconds = Math.max(retryAfter ?? 0, 2 ** Math.min(tried, GROWING));
  return passes && seconds <= LONGEST ? seconds : null;
}
