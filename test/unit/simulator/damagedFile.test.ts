import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import * as https from 'node:https';
import * as zlib from 'node:zlib';
import type { Fault } from '../../../src/simulator/fault';
import type { Simulator } from '../../../src/simulator/startSimulator';
import type { SimulatorOptions } from '../../../src/simulator/simulatorOptions';
import { aCertificate } from '../../support/aCertificate';
import { type Answer, basic, fetchFile, linkTo, pathTo } from './support/call';
import { aCompletedJob, FIRST_ID, simulatorsForTest } from './support/simulators';

const SIZE_BYTES = 10_000;

describe('A simulated file damaged in transit', () => {
  const start = simulatorsForTest();
  const simulatorWith = async (faults: readonly Fault[], options: SimulatorOptions = {}): Promise<Simulator> => {
    const simulator = await start([aCompletedJob({ id: FIRST_ID, result: { bytes: SIZE_BYTES } })], options);
    faults.forEach((fault) => simulator.setFault({ endpoint: 'storage', ...fault }));
    return simulator;
  };
  const file = async (simulator: Simulator): Promise<Answer> => fetchFile(simulator, await linkTo(simulator, FIRST_ID));
  const wholeOf = (simulator: Simulator): Buffer =>
    simulator.resultOf(FIRST_ID)?.read(0, SIZE_BYTES) ?? Buffer.alloc(0);

  it('can have a wrong byte in its encoded form', async () => {
    const simulator = await simulatorWith([
      { kind: 'encoding', encoding: 'gzip' },
      { kind: 'corrupt', atByte: 100, encoded: true },
    ]);
    const { body, isWhole } = await file(simulator);
    assert.ok(isWhole);
    assert.throws(() => zlib.gunzipSync(body));
    body[100] = (body[100] ?? 0) ^ 1;
    assert.ok(zlib.gunzipSync(body).equals(wholeOf(simulator)));
  });

  it('can report the checksum of the file or of its encoded form', async () => {
    for (const of of ['file', 'sent'] as const) {
      const { headers, body } = await file(
        await simulatorWith([
          { kind: 'encoding', encoding: 'gzip' },
          { kind: 'digest', correct: true, of },
        ]),
      );
      const summed = of === 'sent' ? body : zlib.gunzipSync(body);
      assert.equal(headers['content-md5'], createHash('md5').update(summed).digest('base64'));
    }
  });

  it('can end early with a matching length', async () => {
    const simulator = await simulatorWith([{ kind: 'truncate', atByte: 4_321 }]);
    const { headers, body, isWhole } = await file(simulator);
    assert.deepEqual([headers['content-length'], isWhole], ['4321', true]);
    assert.ok(body.equals(wholeOf(simulator).subarray(0, 4_321)));
    simulator.setFault({ endpoint: 'storage', kind: 'truncate', atByte: 2 * SIZE_BYTES });
    assert.ok((await file(simulator)).body.equals(wholeOf(simulator)), 'a file that is shorter stays as it is');
  });

  it('can end early within an encoding', async () => {
    const { body, isWhole } = await file(
      await simulatorWith([
        { kind: 'encoding', encoding: 'gzip' },
        { kind: 'truncate', atByte: 200 },
      ]),
    );
    assert.deepEqual([body.length, isWhole], [200, true]);
    assert.throws(() => zlib.gunzipSync(body), { code: 'Z_BUF_ERROR' });
  });

  it('can lose its connection below TLS', async () => {
    const tls = aCertificate();
    const simulator = await simulatorWith([{ kind: 'cut', at: 4_321 }], { tls });
    const [account] = simulator.accounts;
    assert.ok(account);
    const location =
      (
        await secureGet(`${simulator.baseUrl}${pathTo(simulator, `Jobs/${FIRST_ID}/Download`)}`, tls.cert, {
          authorization: basic(account),
        })
      ).location ?? '';
    assert.deepEqual(await secureGet(location, tls.cert), {
      location: undefined,
      receivedBytes: 4_321,
      errorCode: 'ECONNRESET',
    });
    assert.equal(simulator.requests.at(-1)?.error, undefined);
  });
});

interface SecureAnswer {
  readonly location: string | undefined;
  readonly receivedBytes: number;
  readonly errorCode: string | undefined;
}

function secureGet(address: string, ca: string, headers: Record<string, string> = {}): Promise<SecureAnswer> {
  return new Promise((resolve, reject) => {
    const request = https.get(address, { ca, headers, agent: false }, (response) => {
      // Once there is an answer, a reset is an outcome and no error.
      request.off('error', reject).on('error', () => undefined);
      let receivedBytes = 0;
      let errorCode: string | undefined;
      response.on('data', (chunk: Buffer) => (receivedBytes += chunk.length));
      response.on('error', (error: NodeJS.ErrnoException) => (errorCode = error.code));
      response.on('close', () => resolve({ location: response.headers.location, receivedBytes, errorCode }));
    });
    request.on('error', reject);
  });
}
