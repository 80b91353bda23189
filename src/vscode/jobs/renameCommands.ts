import * as vscode from 'vscode';
import { plainText } from '../../core/api/plainText';
import type { JobEntry } from '../../core/jobs/jobEntry';
import { exportName } from '../../core/reports/exportName';
import type { StoredJobMemory } from './jobMemory';
import { askForLine } from '../messages';
import { typeInWords, workName } from './jobWords';
import type { CommandHandlers } from '../commands/commands';
import type { JobTargets } from './jobTargets';

const MAX_NAME_CHARS = 120;

export interface RenameJobOptions {
  readonly targets: JobTargets;
  readonly memory: StoredJobMemory;
}

/** Gives jobs a name that the user chooses, because the API has none. Scripts pass it as the second argument. */
export function renameCommands({ targets, memory }: RenameJobOptions): Pick<CommandHandlers, 'renameJob'> {
  return {
    async renameJob(argument, second) {
      const given = typeof second === 'string' ? second : undefined;
      const picked = await targets.resolve(argument, given === undefined ? second : undefined, {
        placeHolder: vscode.l10n.t('Select a job to rename'),
        accepts: () => true,
        many: false,
      });
      const [first] = picked?.entries ?? [];
      if (picked === undefined || first === undefined) {
        return undefined;
      }
      const answer = given ?? (await askName(picked.entries, first, memory));
      if (answer === undefined) {
        return undefined;
      }
      const name = plainText(answer, MAX_NAME_CHARS);
      memory.names.set(picked.entries.map((entry) => [entry.key, name === '' ? nameWithout(entry) : name]));
      return name;
    },
  };
}

async function askName(
  entries: readonly JobEntry[],
  first: JobEntry,
  { learnedNames }: StoredJobMemory,
): Promise<string | undefined> {
  return askForLine({
    title:
      entries.length === 1
        ? vscode.l10n.t('Rename {0}', workName(first))
        : vscode.l10n.t('Rename {0} Jobs', entries.length),
    prompt: vscode.l10n.t(
      'Only you see this name. Leave empty to use {0}.',
      nameWithout(first) ?? learnedNames.get(first.key) ?? typeInWords(first.job.type),
    ),
    value: workName(first),
  });
}

/** The name of an export that the user hasn't renamed. Undefined for jobs that weren't exported here. */
function nameWithout({ parameters }: JobEntry): string | undefined {
  return parameters && exportName(parameters, vscode.env.language);
}
