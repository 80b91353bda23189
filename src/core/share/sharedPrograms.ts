import path from 'node:path';
import type { Account } from '../account';
import { fieldsOf } from '../isRecord';
import { parsed } from '../parsed';
import { ensureFolder, hashedName, readWhole, removeFile, writeWhole } from '../files/wholeFile';

type Owner = Pick<Account, 'kind' | 'sid' | 'brandId' | 'baseUrl'>;

/**
 * The names of programs that an editor has learned, for command lines, which can't read an editor's own files: a file
 * for each account in the machine's folder, which only its user may read.
 */
export class SharedPrograms {
  constructor(private readonly folder: string) {}

  /** The names by ID. Empty if no editor has written any. */
  read(account: Owner): ReadonlyMap<string, string> {
    const names = Object.entries(fieldsOf(parsed(readWhole(this.pathOf(account)))));
    return new Map(names.flatMap(([id, name]) => (typeof name === 'string' ? [[id, name] as const] : [])));
  }

  /** Replaces the names. Throws the file system's error. */
  write(account: Owner, names: Readonly<Record<string, unknown>>): void {
    ensureFolder(this.folder);
    writeWhole(this.pathOf(account), JSON.stringify(names));
  }

  /** Removes the names after sign-out. */
  forget(account: Owner): void {
    removeFile(this.pathOf(account));
  }

  /** Doesn't depend on where the token comes from. Files with such names are removed a month after the last write. */
  private pathOf({ kind, sid, brandId = '', baseUrl }: Owner): string {
    return path.join(this.folder, `${hashedName(`${baseUrl} ${kind} ${sid} ${brandId}`)}.programs.json`);
  }
}
