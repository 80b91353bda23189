/** A minimal version of VS Code's event emitter, for code that doesn't depend on VS Code. */
export class Emitter<T> {
  private readonly listeners = new Set<(value: T) => void>();

  /** `report` receives what a listener throws. Default: it becomes an uncaught error, which VS Code logs. */
  constructor(private readonly report: (error: unknown) => void = throwLater) {}

  /** Calls `listener` for each event, until the returned function is called. */
  on(listener: (value: T) => void): () => void {
    this.listeners.add(listener);
    return () => this.listeners.delete(listener);
  }

  fire(value: T): void {
    for (const listener of [...this.listeners]) {
      try {
        listener(value);
      } catch (error) {
        // Neither the sender's fault nor a reason not to tell the others.
        this.report(error);
      }
    }
  }
}

function throwLater(error: unknown): void {
  queueMicrotask(() => {
    throw error;
  });
}
