/** Records by name, each with values by key. */
export interface MarkState {
  record(name: string): ReadonlyMap<string, unknown>;
  /** Sets values, and removes those that are undefined. The value that is set last comes last. */
  set(name: string, entries: Iterable<readonly [key: string, value: unknown]>): void;
}

export interface MarkMapOptions<T> {
  readonly state: MarkState;
  /** The record in the state. */
  readonly name: string;
  /** Tolerant, because another version may have written the value. Undefined for anything that isn't a mark. */
  readonly decode: (value: unknown) => T | undefined;
  readonly onChange: (keys: readonly string[]) => void;
}

/** One kind of mark, by job key. Reads the state each time, because other windows also change it. */
export class MarkMap<T> {
  constructor(private readonly options: MarkMapOptions<T>) {}

  get(key: string): T | undefined {
    return this.options.decode(this.options.state.record(this.options.name).get(key));
  }

  /** The keys of all marks, in the order in which they were set. */
  get keys(): readonly string[] {
    return [...this.options.state.record(this.options.name).keys()];
  }

  /** Sets marks, and removes those that are undefined. */
  set(marks: readonly (readonly [key: string, mark: T | undefined])[]): void {
    this.options.state.set(this.options.name, marks);
    this.options.onChange(marks.map(([key]) => key));
  }
}
