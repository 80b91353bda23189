import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import vm from 'node:vm';
import { describe, it } from 'mocha';
import manifest from '../../../package.json';

/** What the check prints in a Node of this version, and its exit code. Undefined if the process continues. */
function checkIn(node: string): { readonly said: string; readonly exitCode: number } | undefined {
  let said = '';
  let exitCode: number | undefined;
  vm.runInNewContext(readFileSync('scripts/nodeVersion.cjs', 'utf8'), {
    require: () => manifest,
    console: { error: (text: string) => (said += text) },
    process: { versions: { node }, exit: (code: number) => (exitCode = code) },
  });
  return exitCode === undefined ? undefined : { said, exitCode };
}

describe('The scripts of package.json', () => {
  it('begin by looking at the version of Node', () => {
    for (const [name, script] of Object.entries(manifest.scripts)) {
      assert.match(script, /^node (-r \.\/scripts\/nodeVersion\.cjs |scripts\/nodeVersion\.cjs && )/, name);
    }
  });

  it('say which Node they need, which one this is, and how to get another, if it is too old', () => {
    for (const node of ['0.12.18', '18.20.4', '20.0.0', '20.9.0', '20.18.3']) {
      const check = checkIn(node);
      assert.equal(check?.exitCode, 1);
      assert.match(
        check.said,
        new RegExp(`needs Node 20\\.19 or newer, this is ${node.replaceAll('.', '\\.')}\\.\n.*nodejs\\.org`),
      );
    }
  });

  it('continue in any newer one', () => {
    for (const node of ['20.19.0', '20.20.2', '21.0.0', '22.12.0', '24.21.0']) {
      assert.equal(checkIn(node), undefined, node);
    }
  });
});
