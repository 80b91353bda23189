import { useEffect, useState } from 'preact/hooks';

/**
 * The current time by the extension's clock, calculated from the latest `nowMs`, because the page can be on a machine
 * with a different time. Redraws every `everyMs`, or never if that's undefined.
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
