/** A part that is created when it's first needed, and then kept. */
export interface Lazy<T> {
  /** Rejects for everyone who waits if the part can't be created. The next call tries again. */
  (): Promise<T>;
  /** Disposes of the part if it exists. A part that is still being created is disposed of as soon as it exists. */
  dispose(): void;
}

/** Delays creating a part, and loading its code, until it's needed. `end` is called with a part that was created. */
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
