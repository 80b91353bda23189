import { readdirSync } from 'node:fs';
import path from 'node:path';
import { MANIFEST_FILE } from '../../../../../src/core/savedExports/manifest';
import type { RunPorts } from '../../../../../src/core/runs/runPorts';
import { waitUntil } from '../../../../support/waitUntil';
import { HOUR_MS } from '../../../simulator/support/simulators';
import type { EngineForTest } from './engineForTest';
import { type EnginesForTest, enginesForTest, type EngineWorld } from './enginesForTest';

/** An engine that owns the runs, and what it runs in. */
export interface RunsWorld extends EngineWorld {
  readonly owner: EngineForTest;
}

export interface RunsForTest extends Omit<EnginesForTest, 'begin' | 'engine'> {
  readonly begin: () => Promise<RunsWorld>;
  /** A further engine in the same place, as another process has it. */
  readonly anEngine: (change?: Partial<RunPorts>, other?: Parameters<EnginesForTest['engine']>[0]) => EngineForTest;
  /** What the manifest in a folder says of each member: name, set, state, and file. */
  readonly membersOf: (name: string) => unknown;
  /** The results in a folder. */
  readonly filesIn: (name: string) => string[];
  /** Lets impact.com finish all jobs, and an engine see it: the owner, or another one. */
  readonly finishJobs: (engine?: EngineForTest) => Promise<void>;
  readonly untilEnded: (count: number, engine?: EngineForTest) => Promise<void>;
}

/** Runs of one engine. Call it inside a `describe`. */
export function runsForTest(): RunsForTest {
  const { begin, engine, ...places } = enginesForTest();
  let world: RunsWorld;
  return {
    ...places,
    async begin() {
      const begun = await begin();
      world = { ...begun, owner: engine(begun) };
      return world;
    },
    anEngine: (change, other = world) => engine(other, change),
    membersOf: (name) =>
      places.manifestOf(name).members?.map(({ export: member, set, state, file }) => [member, set, state, file]),
    filesIn: (name) => readdirSync(path.join(places.results(), name)).filter((file) => file !== MANIFEST_FILE),
    async finishJobs(engineAtWork = world.owner) {
      world.simulator.advance(HOUR_MS);
      await engineAtWork.poll();
    },
    untilEnded: (count, engineAtWork = world.owner) => waitUntil(() => engineAtWork.ended.length === count),
  };
}
