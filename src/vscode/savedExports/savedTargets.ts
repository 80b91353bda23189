import { isRecord } from '../../core/isRecord';
import type { SavedExportProblem } from '../../core/savedExports/savedExport';
import type { SavedSource } from './savedExportFiles';

/** The argument of a command on saved exports: a row of the view, or names from a script. */
export type SavedTarget =
  | { readonly kind: 'names'; readonly names: readonly string[] }
  | { readonly kind: 'row'; readonly name: string; readonly source: SavedSource }
  | {
      readonly kind: 'problem';
      readonly name: string;
      readonly source: SavedSource;
      readonly problem: SavedExportProblem;
    };

/** Undefined without an argument, and for anything else that VS Code passes. */
export function readSavedTarget(argument: unknown): SavedTarget | undefined {
  if (typeof argument === 'string') {
    return { kind: 'names', names: [argument] };
  }
  if (Array.isArray(argument)) {
    return { kind: 'names', names: argument.filter((name) => typeof name === 'string') };
  }
  if (!isRecord(argument) || !('kind' in argument) || !('source' in argument)) {
    return undefined;
  }
  const row = argument as {
    readonly kind: unknown;
    readonly source: SavedSource;
    readonly saved?: { readonly name: string };
    readonly set?: { readonly name: string };
    readonly problem?: SavedExportProblem;
  };
  const { source, saved, set, problem } = row;
  if (problem !== undefined) {
    return { kind: 'problem', name: '', source, problem };
  }
  const name = saved?.name ?? set?.name;
  return name === undefined ? undefined : { kind: 'row', name, source };
}
