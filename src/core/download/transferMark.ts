import type { TransferMark } from '../jobs/jobMarks';
import type { TransferStep } from './transferQueue';

/** What a row shows about its transfer. */
export function transferMark(step: TransferStep): TransferMark {
  return step.phase === 'queued' ? { kind: 'queued' } : { kind: 'downloading', percent: percentOf(step) };
}

export function isSameMark(a: TransferMark | undefined, b: TransferMark | undefined): boolean {
  return a?.kind === b?.kind && wholePercent(a) === wholePercent(b);
}

function percentOf(step: TransferStep): number | undefined {
  switch (step.phase) {
    case 'receiving':
    case 'waiting':
      return step.totalBytes === undefined || step.totalBytes === 0
        ? undefined
        : Math.min(100, Math.floor((100 * step.receivedBytes) / step.totalBytes));
    case 'verifying':
      return 100;
    default:
      return undefined;
  }
}

function wholePercent(mark: TransferMark | undefined): number | undefined {
  return mark === undefined || mark.kind === 'queued' ? undefined : mark.percent;
}
