import { Emitter } from '../../src/core/event';
import { type MemoryState, StoredJobMemory } from '../../src/vscode/jobs/jobMemory';

/** A state that only keeps what JSON keeps, like a disk. `changeElsewhere` acts as another window. */
export interface TestState extends MemoryState {
  changeElsewhere(name: string, entries: Readonly<Record<string, unknown>>): void;
}

export function aState(): TestState {
  const records = new Map<string, Map<string, unknown>>();
  const changed = new Emitter<readonly string[]>();
  const set: MemoryState['set'] = (name, entries) => {
    const record = records.get(name) ?? new Map<string, unknown>();
    records.set(name, record);
    for (const [key, value] of entries) {
      record.delete(key);
      if (value !== undefined) {
        record.set(key, JSON.parse(JSON.stringify(value)));
      }
    }
  };
  return {
    record: (name) => records.get(name) ?? new Map(),
    set,
    onDidChange: (listener) => changed.on(listener),
    changeElsewhere: (name, entries) => {
      set(name, Object.entries(entries));
      changed.fire(Object.keys(entries));
    },
  };
}

/** An empty memory of jobs. */
export function aMemory(state: MemoryState = aState()): StoredJobMemory {
  return new StoredJobMemory(state);
}
