import assert from 'node:assert/strict';
import { machineFolder } from '../../../../src/core/share/machineFolder';

describe('The folder where a machine counts its requests', () => {
  const linux = { environment: {}, platform: 'linux', home: '/home/ana' } as const;
  const windows = { environment: {}, platform: 'win32', home: 'C:\\Users\\ana' } as const;

  it('is the usual place for state on each system', () => {
    assert.equal(machineFolder(linux), '/home/ana/.local/state/impact-jobs');
    assert.equal(machineFolder({ ...linux, environment: { XDG_STATE_HOME: '/var/ana' } }), '/var/ana/impact-jobs');
    assert.equal(
      machineFolder({ environment: {}, platform: 'darwin', home: '/Users/ana' }),
      '/Users/ana/Library/Application Support/impact-jobs',
    );
    assert.equal(machineFolder(windows), 'C:\\Users\\ana\\AppData\\Local\\impact-jobs');
    assert.equal(machineFolder({ ...windows, environment: { LOCALAPPDATA: 'D:\\local' } }), 'D:\\local\\impact-jobs');
  });

  it('can be chosen, but not as a path that depends on where a program starts', () => {
    assert.equal(machineFolder({ ...linux, environment: { IMPACT_JOBS_STATE: '/state' } }), '/state');
    assert.equal(
      machineFolder({ ...linux, environment: { IMPACT_JOBS_STATE: 'state', XDG_STATE_HOME: 'here' } }),
      '/home/ana/.local/state/impact-jobs',
    );
  });
});
