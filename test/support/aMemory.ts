import { Emitter } from '../../src/core/event';
import { type MemoryState, StoredJobMemory } from '../../src/vscode/jobs/jobMemory';

/** A state that only keeps what JSON keeps, like a disk. `changeElsewhere` acts as another window. */
export interface TestState extends MemoryState {
  changeElsewhere(name: string, value: Readonly<Record<string, unknown>>): void;
}

export function aState(): TestState {
  const stored = new Map<string, string>();
  const changed = new Emitter<readonly string[]>();
  const update = (name: string, value: unknown): Promise<void> => {
    stored.set(name, JSON.stringify(value));
    return Promise.resolve();
  };
  return {
    get: <T>(name: string, fallback: T) => (stored.has(name) ? (JSON.parse(stored.get(name) ?? '') as T) : fallback),
    update,
    onDidChange: (listener) => changed.on(listener),
    changeElsewhere: (name, value) => {
      void update(name, value);
      changed.fire(Object.keys(value));
    },
  };
}

/** An empty memory of jobs. */
export function aMemory(state: MemoryState = aState()): StoredJobMemory {
  return new StoredJobMemory(state);
}
