/** A part that is made when it's first asked for, and kept. */
export interface Lazy<T> {
  /** Rejects for everyone who waits when the part can't be made. The next call tries again. */
  (): Promise<T>;
  /** Ends the part, if there is one. One that is still being made ends as soon as it's there. */
  dispose(): void;
}

/**
 * Puts off making a part, and with it reading its code, until somebody needs it. `end` is called for a part that was
 * made.
 */
export function lazy<T>(make: () => Promise<T>, end: (part: T) => unknown = () => undefined): Lazy<T> {
  let making: Promise<T> | undefined;
  let isDisposed = false;
  let stop = (): unknown => undefined;
  const makeOnce = async (): Promise<T> => {
    try {
      const part = await make();
      stop = () => end(part);
      if (isDisposed) {
        stop();
      }
      return part;
    } catch (error) {
      making = undefined;
      throw error;
    }
  };
  const get = (): Promise<T> => {
    making ??= makeOnce();
    return making;
  };
  const dispose = (): void => {
    isDisposed = true;
    stop();
  };
  return Object.assign(get, { dispose });
}
