import { startSimulator } from '../../../../src/simulator/startSimulator';
import type { Simulator } from '../../../../src/simulator/startSimulator';
import type { SimulatorOptions } from '../../../../src/simulator/simulatorOptions';
import type { NewJob } from '../../../../src/simulator/jobScript';
import { FakeClock } from '../../../support/fakeClock';

export const MINUTE_MS = 60_000;
export const HOUR_MS = 60 * MINUTE_MS;
export const DAY_MS = 24 * HOUR_MS;

/** Starts simulators on a stopped clock, and closes them after each test. Call it inside a `describe`. */
export function simulatorsForTest(): (jobs?: readonly NewJob[], options?: SimulatorOptions) => Promise<Simulator> {
  const started: Simulator[] = [];
  afterEach(async () => {
    await Promise.all(started.splice(0).map((simulator) => simulator.close()));
  });
  return async (jobs = [], options = {}) => {
    const simulator = await startSimulator({ clock: new FakeClock(), scenario: { jobs }, ...options });
    started.push(simulator);
    return simulator;
  };
}

/** A job that ended an hour ago with a small file. */
export function aCompletedJob(job: NewJob = {}): NewJob {
  return { report: 'action_listing', createdAgoMs: HOUR_MS, result: { rows: 40 }, ...job };
}

/** A job that started ten seconds ago and needs a hundred. */
export function aRunningJob(job: NewJob = {}): NewJob {
  return { createdAgoMs: 10_000, queueMs: 0, runMs: 100_000, records: 1_000, ...job };
}

export const FIRST_ID = '11111111-1111-4111-8111-111111111111';
export const SECOND_ID = '22222222-2222-4222-8222-222222222222';
