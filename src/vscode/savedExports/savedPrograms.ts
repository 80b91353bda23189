import * as vscode from 'vscode';
import { valuesOf } from '../../core/reports/filterValues';
import { isProgramFilter } from '../../core/reports/programFilter';
import type { SavedExport } from '../../core/savedExports/savedExport';
import type { StoredJobMemory } from '../jobs/jobMemory';
import { numberInWords } from '../words/timeWords';

type KnownPrograms = Pick<StoredJobMemory, 'programs' | 'programNameOf'>;
type Filtered = Pick<SavedExport, 'filters' | 'account' | 'accounts'>;

const MAX_PROGRAMS = 3;

/** The programs that an export is limited to, as part of a name for it: `Nordlicht Outdoor, Program 4187`. */
export function programsInWords(memory: KnownPrograms, saved: Filtered): string {
  const programs = programsOf(saved).slice(0, MAX_PROGRAMS);
  const named = programs.flatMap((id) => programNameFor(memory, saved, id) ?? []);
  const unnamed = programs.filter((id) => programNameFor(memory, saved, id) === undefined);
  return [...named, ...(unnamed.length === 0 ? [] : [vscode.l10n.t('Program {0}', unnamed.join(', '))])].join(', ');
}

/** The names of an export's programs that are known. Empty if none is, or if the export's own name says them all. */
export function programNamesInWords(memory: KnownPrograms, saved: Filtered & Pick<SavedExport, 'name'>): string {
  const named = programsOf(saved).flatMap((id) => programNameFor(memory, saved, id) ?? []);
  const more = named.length - MAX_PROGRAMS;
  const first = named.slice(0, MAX_PROGRAMS).join(', ');
  if (named.every((name) => saved.name.includes(name))) {
    return '';
  }
  return more > 0 ? vscode.l10n.t('{0} and {1} more', first, numberInWords(more)) : first;
}

/** A filter of an export, with the names of programs: `SUBAID = Nordlicht Outdoor (3629), 4187`. */
export function savedFilterInWords(memory: KnownPrograms, saved: Filtered, queryName: string): string {
  const values = valuesOf(saved.filters[queryName]).map((value) => {
    const name = isProgramFilter(queryName) ? programNameFor(memory, saved, value) : undefined;
    return name === undefined ? value : `${name} (${value})`;
  });
  return `${queryName} = ${values.join(', ')}`;
}

function programsOf({ filters }: Filtered): readonly string[] {
  const values = Object.entries(filters).flatMap(([name, value]) => (isProgramFilter(name) ? valuesOf(value) : []));
  return [...new Set(values)];
}

/** The name of a program as one of the export's accounts has it. */
function programNameFor(memory: KnownPrograms, { account, accounts }: Filtered, program: string): string | undefined {
  const refs = account === undefined ? accounts : [account];
  const ids = memory.programs.keys.filter(
    (id) => refs === undefined || refs === 'all' || refs.includes(id.slice(id.lastIndexOf(':') + 1)),
  );
  return ids.map((id) => memory.programNameOf(id, program)).find((name) => name !== undefined);
}
