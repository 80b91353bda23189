// @ts-check
// node test/integration/runTests.mjs [--host oldest|newest] [--vsix impact-jobs-x.y.z.vsix]
// Runs out/integration in a real VS Code, in a workspace and a profile of its own. With --vsix, tests the packaged
// extension instead of this folder.
import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { parseArgs } from 'node:util';
import { resolveCliArgsFromVSCodeExecutablePath, runTests } from '@vscode/test-electron';
import { QUIET_SETTINGS } from '../../scripts/host/settings.mjs';
import { root } from '../../scripts/root.mjs';
import { testHost } from '../../scripts/testHost.mjs';

const { values } = parseArgs({ options: { host: { type: 'string' }, vsix: { type: 'string' } } });
const host = await testHost(values.host);
const scratch = mkdtempSync(path.join(tmpdir(), 'impact-jobs-'));
const workspace = path.join(scratch, 'workspace');
const user = path.join(scratch, 'data/User');
const PROFILE = [
  `--user-data-dir=${path.join(scratch, 'data')}`,
  `--extensions-dir=${path.join(scratch, 'extensions')}`,
];

for (const folder of [workspace, user]) {
  mkdirSync(folder, { recursive: true });
}
writeFileSync(
  path.join(user, 'settings.json'),
  JSON.stringify({ ...QUIET_SETTINGS, 'impactJobs.polling.enabled': false }),
);

// test-electron adds to this process's environment, and tests must not use a developer's own account.
for (const name of Object.keys(process.env).filter((name) => name.startsWith('IMPACT_'))) {
  delete process.env[name];
}

// Node reads the certificates that it trusts when it starts, so the tests' ones are created before VS Code starts.
const { aCertificate } = await import(pathToFileURL(path.join(root, 'out/support/aCertificate.mjs')).href);
const TRUSTED = {
  loopback: aCertificate(),
  behindProxy: aCertificate({ host: 'api.impact.test' }),
};
const authorities = path.join(scratch, 'authorities.pem');
writeFileSync(authorities, TRUSTED.loopback.cert + TRUSTED.behindProxy.cert);
const ENV = {
  ...host.env,
  IMPACT_JOBS_STATE: path.join(scratch, 'state'),
  NODE_EXTRA_CA_CERTS: authorities,
  TEST_TRUSTED_CERTIFICATES: JSON.stringify(TRUSTED),
};

/** @param {string} vsix */
function install(vsix) {
  const [cli = '', ...args] = resolveCliArgsFromVSCodeExecutablePath(host.executable);
  const { status } = spawnSync(cli, [...args, ...PROFILE, '--install-extension', path.resolve(vsix)], {
    env: { ...process.env, ...host.env },
    stdio: 'inherit',
    shell: process.platform === 'win32',
  });
  if (status !== 0) {
    throw new Error(`VS Code didn't install ${vsix}.`);
  }
}

try {
  if (values.vsix) {
    install(values.vsix);
  }
  await runTests({
    vscodeExecutablePath: host.executable,
    extensionDevelopmentPath: values.vsix ? path.join(root, 'test/empty-extension') : root,
    extensionTestsPath: path.join(root, 'out/integration/index.js'),
    launchArgs: [workspace, ...(values.vsix ? [] : ['--disable-extensions']), ...PROFILE],
    extensionTestsEnv: ENV,
  });
} catch (error) {
  console.error(String(error));
  process.exitCode = 1;
} finally {
  rmSync(scratch, { recursive: true, force: true });
}
