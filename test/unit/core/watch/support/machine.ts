import { FakeClock } from '../../../../support/fakeClock';
import { ScriptedApi, type ScriptedJob } from '../../../../support/scriptedApi';
import { temporaryFolder } from '../../../../support/temporaryFolder';
import { TestWindow, type WindowOptions } from './testWindow';

/** A machine whose windows share a folder, and the API that they ask. */
export class Machine {
  readonly clock = new FakeClock();
  readonly api = new ScriptedApi(this.clock);
  readonly windows: TestWindow[] = [];
  requestsPerHour = 240;

  constructor(readonly folder: string) {}

  open(options: WindowOptions = {}): TestWindow {
    const { folder, clock, api } = this;
    const window = new TestWindow({ folder, clock, api, requestsPerHour: () => this.requestsPerHour }, options);
    this.windows.push(window);
    return window;
  }

  /** A job that runs from now on. */
  running(id: string, runMs: number, change: Partial<ScriptedJob> = {}): ScriptedJob {
    return { id, createdAtMs: this.clock.now(), endsAtMs: this.clock.now() + runMs, ...change };
  }

  requestsSince(atMs: number): number {
    return this.api.requests.filter((request) => request.atMs >= atMs).length;
  }

  close(): void {
    this.windows.forEach((window) => window.close());
  }
}

/** A machine for each test. To be called inside a `describe`. */
export function useMachine(): () => Machine {
  const files = temporaryFolder();
  let machine: Machine;
  beforeEach(() => {
    machine = new Machine(files.path());
  });
  afterEach(() => machine.close());
  return () => machine;
}
