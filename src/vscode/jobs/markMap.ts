/** Where marks are stored: a part of VS Code's Memento. */
export interface MarkState {
  get<T>(name: string, fallback: T): T;
  update(name: string, value: unknown): PromiseLike<void>;
}

export interface MarkMapOptions<T> {
  readonly state: MarkState;
  /** The key in the state. */
  readonly name: string;
  /** How many marks are kept. The oldest are removed first. */
  readonly maxCount: number;
  /** Tolerant, because another version may have written the value. Undefined for anything that isn't a mark. */
  readonly decode: (value: unknown) => T | undefined;
  readonly onChange: (keys: readonly string[]) => void;
}

/** One kind of mark, by job key. Reads the state each time, because other windows also change it. */
export class MarkMap<T> {
  constructor(private readonly options: MarkMapOptions<T>) {}

  get(key: string): T | undefined {
    const stored = this.stored;
    return Object.hasOwn(stored, key) ? this.options.decode(stored[key]) : undefined;
  }

  /** The keys of all marks, in the order in which they were set. */
  get keys(): readonly string[] {
    return Object.keys(this.stored);
  }

  /** Sets marks, and removes those that are undefined. */
  set(marks: Iterable<readonly [key: string, mark: T | undefined]>): PromiseLike<void> {
    const { state, name, maxCount, decode, onChange } = this.options;
    const next = new Map(Object.entries(this.stored));
    const keys: string[] = [];
    for (const [key, mark] of marks) {
      keys.push(key);
      next.delete(key); // so that the mark that is set last comes last
      const kept = decode(mark);
      if (kept !== undefined) {
        next.set(key, kept);
      }
    }
    const written = state.update(name, Object.fromEntries([...next].slice(-maxCount)));
    onChange(keys);
    return written;
  }

  private get stored(): Readonly<Record<string, unknown>> {
    return this.options.state.get<Readonly<Record<string, unknown>>>(this.options.name, {});
  }
}
