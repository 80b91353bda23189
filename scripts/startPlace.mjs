// @ts-check
import { cpSync, existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';
import { claim } from './exclusive.mjs';
import { root } from './root.mjs';

const EXTENSION_ID = 'impact-jobs.impact-jobs';
/** A report with many columns, for the first look at a result. */
const PREVIEWED = 'Action Listing';

export const SET = 'The Monday set';
const SAVED_EXPORTS = {
  version: 1,
  exports: [
    { name: 'Actions of last month', reportId: 'agency_action_listing', period: 'lastMonth' },
    { name: 'Spend of last week', reportId: 'agency_performance_by_partner', format: 'JSON', period: 'lastWeek' },
  ],
  sets: [{ name: SET, exports: ['Actions of last month', 'Spend of last week'] }],
};

/** A folder that no other `npm start` of this clone uses, because VS Code needs a profile for itself. */
export async function ownPlace() {
  const first = path.join(root, '.start');
  let folder = first;
  for (let number = 2; !(await claim(folder)); number++) {
    folder = path.join(first, String(number));
  }
  if (folder !== first) {
    console.log(`Another npm start of this folder is running, so this one keeps its files in ${folder}.`);
  }
  const workspace = path.join(folder, 'workspace');
  mkdirSync(workspace, { recursive: true });
  const savedExports = path.join(workspace, '.impact-jobs.json');
  if (!existsSync(savedExports)) {
    writeFileSync(savedExports, `${JSON.stringify(SAVED_EXPORTS, undefined, 2)}\n`);
  }
  return {
    workspace,
    state: path.join(folder, 'state'),
    tour: makeTour(path.join(folder, 'tour')),
    profile: { userDataDir: path.join(folder, 'data'), extensionsDir: path.join(folder, 'extensions') },
  };
}

/** @typedef {Awaited<ReturnType<typeof ownPlace>>} Place */
/** @typedef {import('../src/simulator/startSimulator.ts').NamedJob} NamedJob */

/**
 * Makes the folder of the extension that opens the jobs, a result, and the tour.
 * @param {string} folder
 */
export function makeTour(folder) {
  cpSync(path.join(root, 'scripts/tour'), folder, { recursive: true });
  cpSync(path.join(root, 'media/walkthrough'), path.join(folder, 'media'), { recursive: true });
  return folder;
}

/**
 * Lets the extension know its jobs by name, as it knows those that were exported from this machine.
 * @param {string} userDataDir
 * @param {readonly NamedJob[]} jobs
 * @param {string} agencySid
 */
export function rememberNames(userDataDir, jobs, agencySid) {
  /** @type {typeof import('../src/core/share/sharedRecords.ts')} */
  const { SharedRecords } = createRequire(import.meta.url)(path.join(root, 'dist/sharedRecords.js'));
  const clock = { now: Date.now, setTimer: () => () => undefined };
  const folder = path.join(userDataDir, 'User/globalStorage', EXTENSION_ID, 'share/memory');
  /** @type {(error: unknown) => never} */
  const onProblem = (error) => {
    throw error;
  };
  const records = new SharedRecords({ folder, clock, isOwn: () => false, onProblem });
  /** @type {(job: NamedJob) => readonly [key: string, name: string]} */
  const entryOf = ({ jobId, name, brandId }) => {
    const account = brandId === undefined ? `agency:${agencySid}` : `brand:${agencySid}:${brandId}`;
    return [`environment:${account}/${jobId}`, name];
  };
  records.set('impactJobs.names', jobs.map(entryOf));
  records.dispose();
}

/**
 * The job whose result is shown first, as commands take it.
 * @param {readonly NamedJob[]} jobs
 * @param {string} agencySid
 */
export function tourJob(jobs, agencySid) {
  const job = jobs.find(({ name, status, brandId }) => name === PREVIEWED && status === 'COMPLETED' && !brandId);
  return job && JSON.stringify({ jobId: job.jobId, accountSid: agencySid });
}
