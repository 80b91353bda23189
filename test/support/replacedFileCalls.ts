import fs from 'node:fs/promises';
import { syncBuiltinESMExports } from 'node:module';

type Call = (...args: readonly unknown[]) => Promise<unknown>;
/** What is called instead. `original` does what the file system does. */
type Instead = (original: Call, ...args: readonly unknown[]) => Promise<unknown>;

export interface ReplacedFileCalls {
  /** Replaces a function of `node:fs/promises` until the test ends. */
  readonly call: (name: 'link' | 'open' | 'rename' | 'statfs' | 'unlink', instead: Instead) => void;
  /** Replaces a method of all open files until the test ends. */
  readonly handle: (name: 'sync' | 'datasync' | 'write', instead: Instead) => Promise<void>;
}

/** The file systems that this machine doesn't have: old, full, or broken. Call it inside a `describe`. */
export function replacedFileCalls(): ReplacedFileCalls {
  const restore: (() => void)[] = [];
  afterEach(() => {
    // The latest first, because a test can replace a call twice.
    for (let undo = restore.pop(); undo; undo = restore.pop()) {
      undo();
    }
  });
  const replace = (owner: object, name: string, instead: Instead): void => {
    const original = Reflect.get(owner, name) as Call;
    const put = (call: unknown): void => {
      Object.assign(owner, { [name]: call });
      syncBuiltinESMExports();
    };
    put(function (this: unknown, ...args: readonly unknown[]) {
      return instead((...given) => Reflect.apply(original, this, given), ...args);
    });
    restore.push(() => put(original));
  };
  return {
    call: (name, instead) => replace(fs, name, instead),
    handle: async (name, instead) => {
      const handle = await fs.open(process.execPath);
      await handle.close();
      replace(Object.getPrototypeOf(handle) as object, name, instead);
    },
  };
}

/** The error of a file system. */
export function fileError(code: string): Error {
  return Object.assign(new Error(`${code}: so says the test`), { code });
}
