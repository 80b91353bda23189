import assert from 'node:assert/strict';
import { systemClock } from '../../../../../src/core/clock';
import { Election } from '../../../../../src/core/share/election';
import { RequestLedger } from '../../../../../src/core/share/requestLedger';

/** Another window's process: leads until it is killed, or spends as much as it may. */
const [, , task, folder = ''] = process.argv;

if (task === 'lead') {
  const election = new Election({ folder, name: 'account', clock: systemClock, onProblem: assert.ifError });
  process.send?.(election.isLeader);
}

if (task === 'spend') {
  const ledger = new RequestLedger({ folder, name: 'requests', clock: systemClock, onProblem: assert.ifError });
  let allowed = 0;
  for (let attempt = 0; attempt < 150; attempt++) {
    allowed += ledger.trySpend(attempt % 3 === 0 ? 'user' : 'watch', 100) === undefined ? 1 : 0;
  }
  process.send?.(allowed);
}
