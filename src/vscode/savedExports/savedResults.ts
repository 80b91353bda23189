import * as vscode from 'vscode';
import { fieldsOf } from '../../core/isRecord';

/** The results of the last run of an export or a set: where they're listed, and which of the list they are. */
export interface SavedResults {
  readonly manifest: vscode.Uri;
  readonly set: string | undefined;
  /** Undefined: all exports of the set. */
  readonly export: string | undefined;
}

/** The results of the row of an export or a set. Undefined for anything else, and if there are none. */
export function savedResultsOf(row: unknown): SavedResults | undefined {
  const { results } = fieldsOf(row);
  return fieldsOf(results)['manifest'] instanceof vscode.Uri ? (results as SavedResults) : undefined;
}
