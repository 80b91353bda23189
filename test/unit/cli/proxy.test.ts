import assert from 'node:assert/strict';
import * as http from 'node:http';
import * as net from 'node:net';
import path from 'node:path';
import type { Duplex } from 'node:stream';
import { proxyOf } from '../../../src/cli/proxy';
import { type Simulator, startSimulator } from '../../../src/simulator/startSimulator';
import { aCertificate } from '../../support/aCertificate';
import { temporaryFolder } from '../../support/temporaryFolder';
import { CliProgram, type Ended } from './support/cliProgram';

const JOB = '81258bc5-54cf-4a09-9fbc-eb837637d02f';
const LOGIN = `Basic ${Buffer.from('me:p@ss').toString('base64')}`;

describe('The proxy of an address', () => {
  const API = 'https://api.impact.com/Agencies';
  const shown = (url: string, environment: Record<string, string>): string | undefined =>
    proxyOf(new URL(url), environment)?.href;

  it('is the one that curl would take', () => {
    assert.equal(shown(API, {}), undefined);
    assert.equal(shown(API, { HTTPS_PROXY: '' }), undefined);
    assert.equal(shown(API, { HTTPS_PROXY: 'http://a:8080' }), 'http://a:8080/');
    assert.equal(shown(API, { HTTPS_PROXY: 'http://a:8080', https_proxy: 'https://b' }), 'https://b/');
    assert.equal(shown(API, { ALL_PROXY: 'a:3128' }), 'http://a:3128/');
    assert.equal(shown('http://127.0.0.1:4010/', { ALL_PROXY: 'a:3128', http_proxy: 'a:3128' }), undefined);
  });

  it('is none for the exceptions', () => {
    const isExcepted = (exceptions: string, url = API): boolean =>
      shown(url, { HTTPS_PROXY: 'http://a', NO_PROXY: exceptions }) === undefined;
    for (const exceptions of ['*', 'api.impact.com', 'impact.com', '.impact.com', 'x, IMPACT.com', 'impact.com:443']) {
      assert.ok(isExcepted(exceptions), exceptions);
    }
    for (const exceptions of ['', ',', 'pact.com', 'www.impact.com', 'impact.com:80', 'com.impact', '.']) {
      assert.ok(!isExcepted(exceptions), exceptions);
    }
    assert.ok(isExcepted('127.0.0.1', 'https://127.0.0.1:4010/'));
    assert.ok(isExcepted('[::1]', 'https://[::1]:4010/'));
  });

  it('has to be an HTTP proxy', () => {
    for (const address of ['socks5://a:1080', 'http://', 'http://a:99999']) {
      assert.throws(() => shown(API, { HTTPS_PROXY: address }), /HTTPS_PROXY isn't the address of an HTTP proxy\./);
    }
  });
});

describe('The command line behind a proxy', () => {
  const files = temporaryFolder();
  let program: CliProgram;
  let simulator: Simulator;
  let proxy: http.Server;
  let connects: string[];
  let tunnels: Duplex[];
  /** What the proxy answers to a connection that it doesn't make. */
  let refusal: string | undefined;

  before(async () => {
    program = await CliProgram.install();
  });
  after(() => program.remove());
  beforeEach(async () => {
    const tls = aCertificate();
    files.write('ca.pem', tls.cert);
    const jobs = [{ id: JOB, createdAgoMs: 3_600_000, queueMs: 0, runMs: 1000, result: { bytes: 1000 } }];
    simulator = await startSimulator({ tls, scenario: { jobs } });
    [connects, tunnels, refusal] = [[], [], undefined];
    proxy = http.createServer().on('connect', ({ url = '', headers }, socket) => {
      connects.push(url);
      const answer = headers['proxy-authorization'] === LOGIN ? refusal : 'HTTP/1.1 407 Login\r\n\r\n';
      if (answer !== undefined) {
        socket.end(answer);
        return;
      }
      const server = net.connect(Number(url.split(':')[1]), '127.0.0.1', () => {
        socket.write('HTTP/1.1 200 Connected\r\n\r\n');
        socket.pipe(server).pipe(socket);
      });
      [server, socket].forEach((each) => tunnels.push(each.on('error', () => socket.destroy())));
    });
    await new Promise<void>((resolve) => proxy.listen(0, '127.0.0.1', resolve));
  });
  afterEach(async () => {
    tunnels.forEach((each) => each.destroy());
    proxy.closeAllConnections();
    proxy.close();
    await simulator.close();
  });

  function run(args: readonly string[], environment: Record<string, string> = {}): Promise<Ended> {
    const { port } = proxy.address() as net.AddressInfo;
    return program.run(args, {
      cwd: files.path(),
      environment: {
        ...program.environment(simulator, path.join(files.path(), 'state')),
        NODE_EXTRA_CA_CERTS: path.join(files.path(), 'ca.pem'),
        HTTPS_PROXY: `http://me:p%40ss@127.0.0.1:${port}`,
        ...environment,
      },
    });
  }

  it('sends every request through it, and logs in', async () => {
    const ended = await run(['download', JOB]);
    assert.equal(ended.code, 0, ended.stderr);
    assert.ok(simulator.requests.some(({ origin }) => origin === 'storage'));
    assert.equal(connects.length, simulator.requests.length);
  });

  it('asks it for no address of NO_PROXY', async () => {
    const ended = await run(['list'], { NO_PROXY: '127.0.0.1' });
    assert.equal(ended.code, 0, ended.stderr);
    assert.deepEqual(connects, []);
  });

  it('says what the proxy needs, without showing the password', async () => {
    const { port } = proxy.address() as net.AddressInfo;
    for (const command of ['list', 'check']) {
      const ended = await run([command], { HTTPS_PROXY: `http://me:wrong@127.0.0.1:${port}` });
      assert.equal(ended.code, 1);
      assert.match(ended.stderr, /The proxy requires a user name and password\. Set them in HTTPS_PROXY, as http:/);
      assert.doesNotMatch(ended.stderr, /wrong/);
    }
    const unknown = await run(['list'], { HTTPS_PROXY: 'socks5://127.0.0.1:1080' });
    assert.equal(unknown.code, 2);
    assert.deepEqual(simulator.requests, []);
  });

  it('takes no response of the proxy for one of impact.com', async () => {
    const body = '{"Jobs":[]}';
    for (const status of [201, 302, 401, 403]) {
      refusal = `HTTP/1.1 ${status} X\r\nLocation: http://127.0.0.1/\r\nContent-Length: ${body.length}\r\n\r\n${body}`;
      const ended = await run(['list']);
      assert.equal(ended.code, 1);
      assert.match(ended.stderr, /Can't reach impact\.com\. Check the network connection and HTTPS_PROXY\./);
    }
  });
});
