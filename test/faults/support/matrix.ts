import assert from 'node:assert/strict';
import type { Fault } from '../../../src/simulator/fault';
import { FILE_NAME, type Outcome, Scene, type SceneOptions } from './scene';
import { countResumptions, countTwice } from './served';

/** The outcome of a download that failed and that can be resumed. */
export const KEPT = 'the part is kept, and resuming gives identical bytes';

/** A process that ends at any moment may lose so many bytes, and no more. */
export const MAX_LOST_BYTES = 1024 * 1024;

export interface Cell extends SceneOptions {
  /** They meet requests to the storage unless they say otherwise. */
  readonly faults?: readonly Fault[];
  /** What `outcomeInWords` must say. */
  readonly expect: string;
  /** What is done; default: one download. A string says why this machine cannot do it. */
  readonly run?: (scene: Scene) => Promise<Outcome | string>;
  /** How many processes are killed, or turned away, on the way, each of which may lose as much; default: 1. */
  readonly interruptions?: number;
  /** The files in the folder that aren't the download's. */
  readonly others?: readonly string[];
}

interface Row {
  readonly fault: string;
  readonly outcome: string;
  readonly requests: string;
  readonly twice: string;
}

export type DefineCell = (fault: string, cell: Cell) => void;

/** Cells of one kind as tests, which end with a table of what happened in each. */
export function matrix(title: string, define: (cell: DefineCell) => void): void {
  describe(title, () => {
    const rows: Row[] = [];
    after(() => console.log(tableOf(title, rows)));
    define((fault, cell) => {
      it(fault, async function () {
        const scene = await Scene.open(cell);
        try {
          const row = await play(scene, cell);
          rows.push({ fault, ...row });
          if (row.requests === '') {
            this.skip();
          }
          assert.equal(row.outcome, cell.expect);
        } finally {
          await scene.close();
        }
      });
    });
  });
}

async function play(
  scene: Scene,
  { faults = [], run = () => scene.download(), others = [], interruptions = 1 }: Cell,
): Promise<Omit<Row, 'fault'>> {
  faults.forEach((fault) => scene.simulator.setFault({ endpoint: 'storage', ...fault }));
  const outcome = await run(scene);
  if (typeof outcome === 'string') {
    return { outcome: `NOT MADE HERE: ${outcome}`, requests: '', twice: '' };
  }
  const requests = [...scene.requests()];
  const row = { requests: String(requests.length), twice: '-' };
  if ('file' in outcome) {
    const fileName = outcome.file.path.slice(scene.folder.length + 1);
    if (!outcome.isChecked) {
      await scene.assertIdentical(outcome.file);
      assert.deepEqual(scene.names(), [...new Set([...others, fileName])].sort(), 'nothing but the file is left');
    }
    const twice = countTwice(requests);
    // A reset takes back what has come but was not read yet: that is not the engine's to keep.
    const mayRefetch =
      outcome.file.notes.length > 0 ||
      outcome.file.alreadyThere ||
      faults.some((fault) => fault.kind === 'cut' && fault.how !== 'close');
    assert.ok(mayRefetch || twice <= interruptions * MAX_LOST_BYTES, `${twice} bytes were fetched twice`);
    return { ...row, twice: String(twice), outcome: outcomeInWords(outcome, fileName, requests) };
  }
  const left = scene.names().filter((name) => !others.includes(name));
  const words = outcomeInWords(outcome, '', requests);
  if (left.length === 0) {
    return { ...row, outcome: `${words}; nothing left` };
  }
  assert.deepEqual(left, [`${FILE_NAME}.part`, `${FILE_NAME}.part.state`], 'what is kept is not under the final name');
  scene.simulator.clearFaults();
  const again = await scene.download();
  assert.ok('file' in again, `going on failed: ${'error' in again ? again.error.message : ''}`);
  await scene.assertIdentical(again.file);
  return { ...row, outcome: `${words}; ${KEPT}` };
}

function outcomeInWords(outcome: Outcome, fileName: string, requests: Scene['simulator']['requests']): string {
  if ('error' in outcome) {
    const { kind, message, name } = outcome.error;
    return `error ${kind ?? `${name}: ${message}`}`;
  }
  const { notes, alreadyThere } = outcome.file;
  const resumed = countResumptions(requests, notes);
  return [
    'identical bytes',
    ...(resumed > 0 ? [`resumed ${resumed}x`] : []),
    ...(notes.length > 0 ? [`begun again: ${notes.join(', ')}`] : []),
    ...(alreadyThere ? ['were there already'] : []),
    ...(fileName === FILE_NAME
      ? []
      : [`as "${fileName.length > 40 ? `${fileName.slice(0, 20)}... (${fileName.length})` : fileName}"`]),
  ].join(', ');
}

function tableOf(title: string, rows: readonly Row[]): string {
  const header = { fault: title, outcome: 'what happened', requests: 'requests', twice: 'bytes twice' };
  const width = (column: keyof Row): number => Math.max(...[header, ...rows].map((row) => row[column].length));
  const widths = {
    fault: width('fault'),
    outcome: width('outcome'),
    requests: width('requests'),
    twice: width('twice'),
  };
  const lineOf = (row: Row): string =>
    `${row.fault.padEnd(widths.fault)} | ${row.outcome.padEnd(widths.outcome)} | ${row.requests.padStart(widths.requests)} | ${row.twice.padStart(widths.twice)}`;
  const rule = Object.values(widths)
    .map((length) => '-'.repeat(length))
    .join('-|-');
  return `\n${[lineOf(header), rule, ...rows.map(lineOf)].join('\n')}`;
}
