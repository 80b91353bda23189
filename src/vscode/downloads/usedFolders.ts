import type { StoredJobMemory } from '../jobs/jobMemory';

type Memory = Pick<StoredJobMemory, 'state'>;

const FOLDERS = 'impactJobs.downloadFolders';
const MAX_FOLDERS = 20;

/** The folders outside a workspace where results were saved. The most recent one is last. */
export function usedFolders({ state }: Memory): readonly string[] {
  return [...state.record(FOLDERS).keys()].slice(-MAX_FOLDERS);
}

export function noteUsedFolder(memory: Memory, folder: string): void {
  if (usedFolders(memory).at(-1) !== folder) {
    memory.state.set(FOLDERS, [
      [folder, undefined], // so that it comes last
      [folder, true],
    ]);
  }
}
