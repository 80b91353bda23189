import { readdirSync, statSync } from 'node:fs';
import path from 'node:path';
import { randomUUID } from 'node:crypto';
import { decodeLockOwner, judgeLock, thisHost } from '../files/lockOwner';
import { Emitter } from '../event';
import { fieldsOf } from '../isRecord';
import { parsed } from '../parsed';
import type { Attention, WindowAttention } from './attention';
import type { FolderWatch } from './folderWatch';
import { ensureFolder, readWhole, removeFile, writeWhole } from '../files/wholeFile';

const FILE_NAME = /^window-[\w-]+\.json$/;

/** How often an attentive window touches its file. */
const TOUCH_EVERY_MS = 20_000;
/** After this long without a touch, the window is gone, even if another process has its number. */
const GONE_AFTER_MS = 90_000;

/** What another window has written. People and other versions could have, too. */
interface SeenAttention extends Attention {
  readonly accounts?: unknown;
}

/** Whether the user is looking at any window of this machine. The window that polls can be another one. */
export class SharedAttention {
  private readonly changed = new Emitter<Attention>();
  private readonly token = randomUUID();
  private readonly others = new Map<string, SeenAttention>();
  private own: WindowAttention = { isVisible: false, isFocused: false };
  private touchedAtMs = Number.NEGATIVE_INFINITY;
  private readonly stopListening: () => void;

  constructor(
    private readonly folder: string,
    watch: Pick<FolderWatch, 'on'>,
    private readonly onProblem: (error: unknown) => void,
  ) {
    this.stopListening = watch.on((fileName) => (fileName === undefined || FILE_NAME.test(fileName)) && this.refresh());
    this.refresh();
  }

  /** The attention of all windows together. A view counts as visible only in a focused window. */
  get combined(): Attention {
    const all = [this.own, ...this.others.values()];
    return {
      isVisible: all.some(({ isVisible, isFocused }) => isVisible && isFocused),
      isFocused: all.some(({ isFocused }) => isFocused),
    };
  }

  /** Whether the user sees the account's rows in a window. */
  isInSight(accountId: string): boolean {
    return [this.own, ...this.others.values()].some(
      ({ isVisible, isFocused, accounts }) =>
        isVisible && isFocused && Array.isArray(accounts) && accounts.includes(accountId),
    );
  }

  /** Sets the attention of this window. Writes only changes. */
  set(own: WindowAttention): void {
    if (isSame(own, this.own)) {
      return;
    }
    this.publishAfter(() => {
      this.own = own;
      this.write();
    });
  }

  onDidChange(listener: (combined: Attention) => void): () => void {
    return this.changed.on(listener);
  }

  /** Reads the attention of other windows. Happens automatically when the watch reports a change. */
  refresh(): void {
    this.publishAfter(() => this.readOthers());
  }

  dispose(): void {
    this.stopListening();
    removeFile(this.file);
  }

  private write(): void {
    try {
      ensureFolder(this.folder);
      const owner = { pid: process.pid, host: thisHost(), takenAtMs: Date.now(), token: this.token, jobId: '' };
      writeWhole(this.file, JSON.stringify({ ...owner, ...this.own }));
      this.touchedAtMs = Date.now();
    } catch (error) {
      this.onProblem(error);
    }
  }

  private readOthers(): void {
    this.others.clear();
    const names = namesIn(this.folder);
    const own = path.basename(this.file);
    const isMissed = (this.own.isVisible || this.own.isFocused) && !names.includes(own);
    const isToTouch = Math.abs(Date.now() - this.touchedAtMs) >= TOUCH_EVERY_MS;
    if (isMissed || (isToTouch && this.own.isFocused)) {
      this.write(); // another window took this one for gone, or somebody emptied the folder
    }
    for (const name of names) {
      if (name !== own) {
        this.readOther(name);
      }
    }
  }

  private readOther(name: string): void {
    const file = path.join(this.folder, name);
    const text = readWhole(file) ?? '';
    const owner = decodeLockOwner(text);
    if (owner === undefined || isOutdated(file)) {
      return;
    }
    // The attention of a killed window doesn't count.
    if (judgeLock(owner, 0, Date.now()) === 'dead') {
      removeFile(file);
      return;
    }
    const { isVisible, isFocused, accounts } = fieldsOf(parsed(text));
    this.others.set(name, { isVisible: isVisible === true, isFocused: isFocused === true, accounts });
  }

  private publishAfter(change: () => void): void {
    const before = this.combined;
    change();
    const after = this.combined;
    if (!isSame(before, after)) {
      this.changed.fire(after);
    }
  }

  private get file(): string {
    return path.join(this.folder, `window-${this.token}.json`);
  }
}

function isSame(one: WindowAttention, other: WindowAttention): boolean {
  return (
    one.isVisible === other.isVisible &&
    one.isFocused === other.isFocused &&
    String(one.accounts) === String(other.accounts)
  );
}

function isOutdated(file: string): boolean {
  const touchedAtMs = statSync(file, { throwIfNoEntry: false })?.mtimeMs ?? Number.NEGATIVE_INFINITY;
  return Math.abs(Date.now() - touchedAtMs) > GONE_AFTER_MS;
}

function namesIn(folder: string): string[] {
  try {
    return readdirSync(folder).filter((name) => FILE_NAME.test(name));
  } catch {
    return [];
  }
}
