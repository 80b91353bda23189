import * as assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { aCertificate } from '../support/aCertificate';
import { configure, configureEditor, rows, signIn, type SignedIn } from './support/extension';
import { ProxyServer } from './support/proxyServer';
import { toldBy } from './support/shownMessages';
import { FINISHED } from './support/someJobs';

interface Certificate {
  readonly key: string;
  readonly cert: string;
}

/** What NODE_EXTRA_CA_CERTS has this VS Code trust. */
const trusted = JSON.parse(process.env['TEST_TRUSTED_CERTIFICATES'] ?? '{}') as Readonly<
  Record<'loopback' | 'behindProxy', Certificate>
>;

/** If VS Code 1.96 uses the system's certificates, it ignores NODE_EXTRA_CA_CERTS. Newer versions use both. */
const takesBoth = Number(vscode.version.split('.')[1]) > 96;
const useSystemCertificates = (value: false | undefined): Promise<void> =>
  configureEditor('http', 'systemCertificates', value);

before(() => (takesBoth ? undefined : useSystemCertificates(false)));
after(() => (takesBoth ? undefined : useSystemCertificates(undefined)));

const refresh = (): Promise<unknown> => Promise.resolve(vscode.commands.executeCommand('impactJobs.refresh'));

describe('A server with a certificate from a private authority', () => {
  let signedIn: SignedIn;

  afterEach(() => signedIn.signOut());

  it('is trusted if NODE_EXTRA_CA_CERTS names the authority', async () => {
    signedIn = await signIn([FINISHED], { tls: trusted.loopback });
    await refresh();
    assert.match(signedIn.simulator.baseUrl, /^https:/);
    assert.equal(rows(signedIn.parts)[0], 'Completed | 1');
  });

  it('is otherwise untrusted, gets no token, and is reported in a sentence', async () => {
    signedIn = await signIn([FINISHED], { tls: aCertificate() });
    assert.match(await toldBy(refresh), /certificate isn't trusted/);
    assert.equal(signedIn.simulator.requests.length, 0);
  });
});

describe('VS Code’s proxy settings', () => {
  let signedIn: SignedIn;
  let proxy: ProxyServer;

  async function useProxy(url: string): Promise<void> {
    await configureEditor('http', 'proxySupport', 'override');
    await configureEditor('http', 'proxy', url);
  }

  afterEach(async () => {
    await configureEditor('http', 'proxy', undefined);
    await configureEditor('http', 'proxySupport', undefined);
    await signedIn.signOut();
    await proxy.close();
  });

  async function signInBehind(login?: string): Promise<void> {
    signedIn = await signIn([FINISHED], { tls: trusted.behindProxy });
    proxy = await ProxyServer.open(new Map([['api.impact.test:443', signedIn.simulator.port]]), login);
  }

  /** As its user would, when asked. */
  async function agreeTo(origin: string): Promise<void> {
    const { accounts } = signedIn.parts;
    await Promise.all(accounts.stored.map((account) => accounts.answerServer(account, origin, true)));
  }

  it('apply: a server that only the proxy can resolve is reached through it', async () => {
    await signInBehind();
    await useProxy(proxy.url);
    await agreeTo('https://api.impact.test');
    await configure('apiBaseUrl', 'https://api.impact.test');
    await refresh();
    assert.equal(rows(signedIn.parts)[0], 'Completed | 1');
    assert.deepEqual(new Set(proxy.asked), new Set(['api.impact.test:443']));
    assert.equal(signedIn.simulator.requests.length, proxy.asked.length);
  });

  it('can require a login, which is distinguished from an impact.com login', async () => {
    await signInBehind('user:secret');
    await useProxy(proxy.url);
    await agreeTo('https://api.impact.test');
    await configure('apiBaseUrl', 'https://api.impact.test');
    assert.match(await toldBy(refresh), /The proxy requires a user name and password/);
    assert.equal(signedIn.simulator.requests.length, 0);
    await useProxy(proxy.url.replace('//', '//user:secret@'));
    await refresh();
    assert.equal(rows(signedIn.parts)[0], 'Completed | 1');
  });
});
