import { readFileSync } from 'node:fs';
import path from 'node:path';
import type { ApiClient } from '../../../../../src/core/api/apiClient';
import type { Clock } from '../../../../../src/core/clock';
import type { RunPorts } from '../../../../../src/core/runs/runPorts';
import { type Manifest, MANIFEST_FILE } from '../../../../../src/core/savedExports/manifest';
import type { Simulator } from '../../../../../src/simulator/startSimulator';
import { aClient } from '../../../../support/aClient';
import { FakeClock } from '../../../../support/fakeClock';
import { temporaryFolder } from '../../../../support/temporaryFolder';
import { simulatorsForTest } from '../../../simulator/support/simulators';
import { EngineForTest } from './engineForTest';

export interface EngineWorld {
  readonly simulator: Simulator;
  readonly client: ApiClient;
  readonly clock: FakeClock;
}

export interface EnginesForTest {
  readonly startSimulator: ReturnType<typeof simulatorsForTest>;
  readonly results: () => string;
  /** Where the engines store their runs. */
  readonly stored: () => string;
  /** The manifest in a folder of `results`. */
  readonly manifestOf: (name: string) => Manifest;
  /** A simulator without jobs, its client, and a clock. */
  readonly begin: () => Promise<EngineWorld>;
  /** An engine that is disposed after the test. */
  readonly engine: (
    world: { readonly client: ApiClient; readonly clock: Clock },
    change?: Partial<RunPorts>,
  ) => EngineForTest;
}

/** Engines with folders of their own for each test. Call it inside a `describe`. */
export function enginesForTest(): EnginesForTest {
  const startSimulator = simulatorsForTest();
  const engines: EngineForTest[] = [];
  // Before the folder is removed, because an engine at work would create it again.
  afterEach(async () => {
    await Promise.all(engines.splice(0).map(({ engine }) => engine.dispose()));
  });
  const folder = temporaryFolder();
  const results = (): string => path.join(folder.path(), 'results');
  const stored = (): string => path.join(folder.path(), 'runs');
  return {
    startSimulator,
    results,
    stored,
    manifestOf: (name) => JSON.parse(readFileSync(path.join(results(), name, MANIFEST_FILE), 'utf8')) as Manifest,
    async begin() {
      const simulator = await startSimulator([], { rowsPerDay: 20 });
      const clock = new FakeClock(simulator.now());
      return { simulator, clock, client: aClient(simulator, clock) };
    },
    engine({ client, clock }, change) {
      const engine = new EngineForTest(client, clock, results(), stored(), change);
      engines.push(engine);
      return engine;
    },
  };
}
