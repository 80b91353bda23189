import type { FileNames } from '../download/fileNames';
import { filesInManifest } from '../savedExports/writeManifest';
import type { Run, RunMember } from './run';

/**
 * Which export's files the names in a folder belong to: those in its manifest, and those that have just been written.
 */
export class ClaimedNames {
  private readonly owners = new Map<string, Map<string, string>>();

  /** The names as one member sees them. Its own files are free, so that an equal result becomes no second file. */
  async of(run: Run, member: RunMember): Promise<FileNames> {
    const known = this.ownersIn(run.folder);
    for (const { file, export: name, set } of await filesInManifest(run.folder)) {
      known.set(file, ownerOf(name, set));
    }
    const owner = ownerOf(member.export, run.isSet ? run.name : null);
    return {
      take: (name) => void known.set(name, owner),
      isTaken: (name) => (known.get(name) ?? owner) !== owner,
    };
  }

  private ownersIn(folder: string): Map<string, string> {
    const known = this.owners.get(folder) ?? new Map<string, string>();
    this.owners.set(folder, known);
    return known;
  }
}

function ownerOf(name: string, set: string | null): string {
  return JSON.stringify([name, set]);
}
