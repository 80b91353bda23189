import { useEffect, useState } from 'preact/hooks';

/**
 * The extension's clock, going on from the `nowMs` that came last: the page may be on a machine with another time.
 * Draws anew every `everyMs`; undefined lets it stand.
 */
export function useNow(nowMs: number, everyMs: number | undefined): number {
  const [shownMs, setShownMs] = useState(nowMs);
  useEffect(() => {
    const receivedMs = performance.now();
    setShownMs(nowMs);
    if (everyMs === undefined) {
      return undefined;
    }
    const timer = setInterval(() => setShownMs(nowMs + performance.now() - receivedMs), everyMs);
    return () => clearInterval(timer);
  }, [nowMs, everyMs]);
  return Math.max(shownMs, nowMs);
}
