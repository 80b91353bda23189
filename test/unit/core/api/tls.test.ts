import assert from 'node:assert/strict';
import * as https from 'node:https';
import { Transport } from '../../../../src/core/api/transport';
import { aCertificate } from '../../../support/aCertificate';
import { FakeClock } from '../../../support/fakeClock';
import { apiErrorOf } from '../../../support/outcome';
import { serversForTest } from '../../../support/serversForTest';

const good = aCertificate();
const expired = aCertificate({ validTo: new Date('2021-01-01') });
const future = aCertificate({ validFrom: new Date('2048-01-01') });
const foreign = aCertificate({ host: 'api.impact.com.evil.test' });

describe('The certificate of a server', () => {
  const servers = serversForTest();
  const transport = new Transport(new FakeClock());
  let trusted: https.AgentOptions['ca'];
  let requests: string[];

  beforeEach(() => {
    requests = [];
    trusted = https.globalAgent.options.ca;
    https.globalAgent.options.ca = [good.cert, expired.cert, future.cert, foreign.cert];
  });

  afterEach(() => {
    if (trusted === undefined) {
      delete https.globalAgent.options.ca;
    } else {
      https.globalAgent.options.ca = trusted;
    }
  });

  async function ask(certificate: { readonly key: string; readonly cert: string }): Promise<string> {
    const url = await servers.tls(certificate, (request, response) => {
      requests.push(request.url ?? '');
      response.end('hello');
    });
    const response = await transport.open(url, { headers: { Authorization: 'Basic x' } });
    return (await transport.readBody(response, 100)).toString();
  }

  it('is accepted if a trusted authority signed it', async () => assert.equal(await ask(good), 'hello'));

  const refused: readonly (readonly [
    name: string,
    certificate: { readonly key: string; readonly cert: string },
    code: RegExp,
  ])[] = [
    ['that signs itself', aCertificate(), /^DEPTH_ZERO_SELF_SIGNED_CERT/],
    ['that has run out', expired, /^CERT_HAS_EXPIRED/],
    ['that is not valid yet', future, /^CERT_NOT_YET_VALID/],
    ['of another host', foreign, /^ERR_TLS_CERT_ALTNAME_INVALID/],
  ];
  for (const [name, certificate, code] of refused) {
    it(`that is ${name} is refused before a request is sent`, async () => {
      const error = await apiErrorOf(ask(certificate));
      assert.equal(error.kind, 'tls');
      assert.match(error.message, code);
      assert.deepEqual(requests, []);
    });
  }

  it("is missing if a server doesn't use TLS", async () => {
    const url = await servers.socket((socket) => socket.end('HTTP/1.1 200 OK\r\n\r\n'));
    url.protocol = 'https:';
    assert.equal((await apiErrorOf(transport.open(url))).kind, 'tls');
  });
});
