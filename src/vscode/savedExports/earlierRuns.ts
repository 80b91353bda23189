import { randomUUID } from 'node:crypto';
import { fieldsOf } from '../../core/isRecord';
import { decodeRun } from '../../core/runs/decodeRun';
import type { Run } from '../../core/runs/run';

/** Reads what version 1.0 stored of its runs. Skips what can't be read. */
export function decodeEarlierRuns(value: unknown): readonly Run[] {
  return Array.isArray(value) ? value.flatMap((run) => decodeRun(JSON.stringify(asRun(run))) ?? []) : [];
}

function asRun(value: unknown): unknown {
  const { items, ended, ...run } = fieldsOf(value);
  const members = [
    ...listOf(ended).map((item) => {
      const { kind, item: job, uri, bytes, rows, sentence, export: name } = item;
      const state = kind === 'downloaded' ? 'done' : 'failed';
      return { ...memberOf(fieldsOf(job)), export: name, state, sentence, file: { uri, bytes, rows } };
    }),
    ...listOf(items).map((item) => ({ ...memberOf(item), state: 'waiting' })),
  ];
  return { ...run, id: randomUUID(), members: members.map((member, index) => ({ ...member, id: String(index + 1) })) };
}

function memberOf(item: Readonly<Record<string, unknown>>): Readonly<Record<string, unknown>> {
  const { export: name, accountId = '', jobId, isOld, replayOf, parameters, period, fileName } = item;
  return { export: name, accountId, parameters, period, fileName, job: { id: jobId, isExisting: isOld, replayOf } };
}

function listOf(value: unknown): readonly Readonly<Record<string, unknown>>[] {
  return Array.isArray(value) ? value.map((item) => fieldsOf(item)) : [];
}
