import { ApiClient } from '../../../../../src/core/api/apiClient';
import { Transport } from '../../../../../src/core/api/transport';
import { systemClock } from '../../../../../src/core/clock';
import { anAccount } from '../../../../support/anAccount';
import { aMember, EngineForTest } from './engineForTest';

/** A process that starts a run, says so, and is killed while it downloads the first result. */
const [, , baseUrl = '', sid = '', token = '', results = '', stored = ''] = process.argv;
const client = new ApiClient({
  account: anAccount({ kind: 'agency', sid, baseUrl }),
  transport: new Transport(systemClock),
  clock: systemClock,
  readToken: () => Promise.resolve(token),
});
const owner = new EngineForTest(client, systemClock, results, stored);
owner.beforeDownload = async () => {
  process.send?.('downloading');
  await new Promise(() => undefined);
};
const MEMBERS = [aMember({ name: 'A' }), aMember({ name: 'B', format: 'JSON' })];
await owner.engine.start(owner.plan('Monday', MEMBERS));
process.send?.('started');
process.on('message', () => void owner.poll());
