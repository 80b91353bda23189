import * as assert from 'node:assert/strict';
import path from 'node:path';
import { ApiError } from '../../../../src/core/apiError';
import { DrivenRun } from '../../../../src/core/runs/drivenRun';
import { MemberStarts } from '../../../../src/core/runs/memberStarts';
import type { Run } from '../../../../src/core/runs/run';
import { RunFiles } from '../../../../src/core/runs/runFiles';
import { RunManifest } from '../../../../src/core/runs/runManifest';
import type { RunPorts } from '../../../../src/core/runs/runPorts';
import { FakeClock } from '../../../support/fakeClock';
import { temporaryFolder } from '../../../support/temporaryFolder';
import { aMember } from './support/engineForTest';

describe('The attempts to start an export', () => {
  const folder = temporaryFolder();

  it('are forgotten with the work on the run, so that one that is taken over again is tried at once', async () => {
    const clock = new FakeClock();
    const ports = {
      schedule: () => Promise.reject(new ApiError('server', 'Down')),
      exportsLeft: () => 100,
      nowAt: () => clock.now(),
      errorSentence: () => 'Down',
      onProblem: () => undefined,
    } as unknown as RunPorts;
    const member = { parameters: undefined, period: undefined, job: undefined, file: undefined };
    const run: Run = {
      id: 'run',
      name: 'Run',
      isSet: true,
      source: undefined,
      startedAtMs: clock.now(),
      folder: path.join(folder.path(), 'results'),
      remoteFolder: undefined,
      members: [{ ...aMember(), ...member, id: '1', state: 'planned', sentence: undefined }],
      manifestProblem: undefined,
    };
    const starts = new MemberStarts({ ports, clock });
    const drive = (): DrivenRun =>
      new DrivenRun(run, undefined, {
        files: new RunFiles(path.join(folder.path(), 'runs'), clock),
        manifest: new RunManifest({ ports, clock }),
        onChange: () => undefined,
        onProblem: () => undefined,
      });
    const dueAt = (driven: DrivenRun): number | undefined => starts.dueAt(driven, driven.member('1') ?? assert.fail());
    const first = drive();
    await starts.start(first);
    assert.ok((dueAt(first) ?? 0) > clock.now());
    assert.equal(dueAt(drive()), undefined);
  });
});
