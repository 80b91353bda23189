import path from 'node:path';
import type { SimulatorOptions } from '../../../../src/simulator/simulatorOptions';
import { type Simulator, startSimulator } from '../../../../src/simulator/startSimulator';
import { type TemporaryFolder, temporaryFolder } from '../../../support/temporaryFolder';
import { CliProgram, type Ended, type RunOptions } from './cliProgram';

export interface CommandLineForTest {
  /** The folder in which the command line runs. */
  readonly files: TemporaryFolder;
  readonly simulator: Simulator;
  /** Replaces the test's simulator. */
  readonly restart: (options: SimulatorOptions) => Promise<void>;
  readonly run: (args: readonly string[], options?: RunOptions) => Promise<Ended>;
}

/** An installed command line, with a folder and a simulator for each test. Call it inside a `describe`. */
export function commandLineForTest(options: SimulatorOptions): CommandLineForTest {
  const files = temporaryFolder();
  let program: CliProgram;
  let simulator: Simulator;
  before(async () => {
    program = await CliProgram.install();
  });
  after(() => program.remove());
  beforeEach(async () => {
    simulator = await startSimulator(options);
  });
  afterEach(() => simulator.close());
  return {
    files,
    get simulator() {
      return simulator;
    },
    restart: async (others) => {
      await simulator.close();
      simulator = await startSimulator(others);
    },
    run: (args, { environment, ...more } = {}) =>
      program.run(args, {
        cwd: files.path(),
        environment: { ...program.environment(simulator, path.join(files.path(), 'state')), ...environment },
        ...more,
      }),
  };
}
