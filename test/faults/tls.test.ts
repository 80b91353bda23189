import { globalAgent } from 'node:https';
import { aCertificate } from '../support/aCertificate';
import { matrix } from './support/matrix';
import { MB, type Outcome, type Scene } from './support/scene';

const tls = aCertificate();
const OPTIONS = { tls };

/** Downloads while this process trusts the simulator's certificate. */
async function trusting(scene: Scene): Promise<Outcome> {
  const { ca } = globalAgent.options;
  globalAgent.options.ca = tls.cert;
  try {
    return await scene.download();
  } finally {
    globalAgent.options.ca = ca;
  }
}

matrix('TLS', (cell) => {
  cell('no faults', { simulator: OPTIONS, run: trusting, expect: 'identical bytes' });
  cell('an untrusted certificate', { simulator: OPTIONS, expect: 'error tls; nothing left' });
  cell('reset in the middle', {
    simulator: OPTIONS,
    faults: [{ nth: 1, kind: 'cut', at: MB }],
    run: trusting,
    expect: 'identical bytes, resumed 1x',
  });
  cell('reset before the response', {
    simulator: OPTIONS,
    faults: [{ nth: 1, kind: 'cut', at: 'headers' }],
    run: trusting,
    expect: 'identical bytes',
  });
  cell('closed in the middle', {
    simulator: OPTIONS,
    faults: [{ nth: 1, kind: 'cut', at: MB, how: 'close' }],
    run: trusting,
    expect: 'identical bytes, resumed 1x',
  });
  cell('a redirect to http', {
    simulator: OPTIONS,
    faults: [{ kind: 'redirect', to: 'http://127.0.0.1:9/x' }],
    run: trusting,
    expect: 'error unsafe; nothing left',
  });
  cell('a redirect to a port without TLS', {
    run: (scene) => {
      scene.simulator.setFault({
        endpoint: 'storage',
        kind: 'redirect',
        to: scene.simulator.storageUrl.replace('http:', 'https:'),
      });
      return scene.download();
    },
    expect: 'error tls; nothing left',
  });
});
