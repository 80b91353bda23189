import { PROGRESS_CURVES } from '../../src/simulator/progressCurve';
import type { Simulator } from '../../src/simulator/startSimulator';
import { CONTAINER, environmentOf, startStill, VIEW } from './support/signedIn';
import { useWindow } from './support/useWindow';

const MINUTE_MS = 60_000;
const STEADY = {
  type: 'ApiReport',
  curve: PROGRESS_CURVES.steady,
  progressEveryMs: 1000,
  queueMs: 0,
  createdAgoMs: 4 * MINUTE_MS,
} as const;
const JOBS = [
  { ...STEADY, programId: '1001', createdAgoMs: 3 * MINUTE_MS, runMs: 60 * MINUTE_MS },
  { ...STEADY, programId: '1002', runMs: 5 * MINUTE_MS },
  { ...STEADY, programId: '1003', createdAgoMs: 6 * MINUTE_MS, runMs: 120 * MINUTE_MS },
  { ...STEADY, programId: '1004', createdAgoMs: 30 * MINUTE_MS, runMs: MINUTE_MS },
] as const;

describe('The keyboard focus', () => {
  let simulator: Simulator;
  const window = useWindow(async () => {
    simulator = await startStill({ scenario: { jobs: JOBS } });
    return { env: environmentOf(simulator) };
  });

  after(() => simulator.close());

  it('stays in the tree when its row moves to a collapsed group', async () => {
    await window().openContainer(CONTAINER);
    await window().row(VIEW, 'Program 1002').waitFor();
    await window().walkTo(CONTAINER, VIEW, 'Program 1002');
    simulator.advance(2 * MINUTE_MS);
    await window().row(VIEW, 'Program 1002').waitFor({ state: 'hidden' });
    await window().press('ArrowDown');
    await window().focusedRow(VIEW, 'Completed').waitFor();
    await window().screenshot('focus-moved');
    await window().press('ArrowUp');
    await window().focusedRow(VIEW, 'Program 1003').waitFor();
  });

  it('stays on its row when another one moves', async () => {
    simulator.advance(56 * MINUTE_MS);
    await window().row(VIEW, 'Program 1001').waitFor({ state: 'hidden' });
    await window().focusedRow(VIEW, 'Program 1003').waitFor();
    await window().press('ArrowUp');
    await window().focusedRow(VIEW, 'Running').waitFor();
  });
});
