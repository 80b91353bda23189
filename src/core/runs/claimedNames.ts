import type { FileNames } from '../download/fileNames';
import { filesInManifest } from '../savedExports/writeManifest';
import type { Run, RunMember } from './run';
import type { RunPorts } from './runPorts';

type Owner = readonly [name: string, set: string | null, sid: string, pieceStart: string];

/**
 * Which export's files the names in a folder belong to: those in its manifest, and those that have just been written.
 */
export class ClaimedNames {
  private readonly owners = new Map<string, Map<string, string>>();

  constructor(private readonly accountOf: RunPorts['accountOf']) {}

  /** The names as one member sees them. Its own files are free, so that an equal result becomes no second file. */
  async of(run: Run, member: RunMember): Promise<FileNames> {
    const known = this.ownersIn(run.folder);
    for (const { file, export: name, set, account, piece } of await filesInManifest(run.folder)) {
      known.set(file, keyOf([name, set, account.sid, piece?.start ?? '']));
    }
    const { sid = '' } = this.accountOf(member.accountId) ?? {};
    const owner = keyOf([member.export, run.isSet ? run.name : null, sid, member.piece?.start ?? '']);
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

function keyOf(owner: Owner): string {
  return JSON.stringify(owner);
}
