import type { CompareRequest } from './compareFiles';
import type { ComparisonResult } from './comparison';
import type { ExportRequest } from './exportDifferences';
import type { FindRequest } from './findDifferences';

/** What a thread does, and what it returns. */
export interface ThreadWork {
  readonly compare: { readonly request: CompareRequest; readonly result: ComparisonResult };
  /** Finds and sorts the rows that differ. */
  readonly find: { readonly request: FindRequest; readonly result: Uint32Array };
  readonly export: { readonly request: ExportRequest; readonly result: undefined };
}

export type ThreadRequest = {
  [Kind in keyof ThreadWork]: { readonly kind: Kind; readonly request: ThreadWork[Kind]['request'] };
}[keyof ThreadWork];
