// The simulator of npm run bench:preview, in a process of its own: one job with a CSV of `bytes`.
import { startSimulator } from '../../src/simulator/startSimulator';

export interface PreviewSource {
  readonly baseUrl: string;
  readonly sid: string;
  readonly token: string;
}

const JOB_ID = '81258bc5-54cf-4a09-9fbc-eb837637d02f';

const bytes = Number(process.argv[2]);
const simulator = await startSimulator({
  scenario: {
    jobs: [
      { id: JOB_ID, createdAgoMs: 3_600_000, queueMs: 0, runMs: 1000, report: 'action_listing', result: { bytes } },
    ],
  },
});
const [account] = simulator.accounts;
process.send?.({
  baseUrl: simulator.baseUrl,
  sid: account?.sid ?? '',
  token: account?.token ?? '',
} satisfies PreviewSource);
process.once('disconnect', () => process.exit());
