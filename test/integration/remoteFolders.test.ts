import * as assert from 'node:assert/strict';
import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import * as path from 'node:path';
import { gzipSync } from 'node:zlib';
import * as vscode from 'vscode';
import { CarelessFiles } from './support/carelessFiles';
import { downloadTo } from './support/downloadTo';
import { clearResults, type SignedIn, signIn } from './support/extension';

const ID = '81258bc5-54cf-4a09-9fbc-eb837637d02f';
const DONE = { id: ID, type: 'ApiReport', createdAgoMs: 1_800_000, queueMs: 0, runMs: 60_000 } as const;
const CONTENT = 'Id,Name\n1,A\n';

describe("A folder that isn't on a disk", () => {
  let signedIn: SignedIn;
  let files: CarelessFiles;
  let staging: string;

  /** Downloads the result as `name`. */
  async function download(name: string): Promise<string> {
    const uri = await downloadTo(signedIn, ID, {
      folder: staging,
      fileName: name,
      remoteFolder: vscode.Uri.from({ scheme: CarelessFiles.scheme, path: '/results' }),
      isElsewhere: true,
    });
    return path.posix.basename(uri.path);
  }

  beforeEach(() => {
    files = new CarelessFiles();
    staging = mkdtempSync(path.join(tmpdir(), 'impact-jobs-staging-'));
  });

  afterEach(async () => {
    await clearResults(signedIn);
    files.dispose();
    rmSync(staging, { recursive: true });
  });

  it('gets results under the next free name, before the whole ending', async () => {
    const packed = gzipSync(CONTENT);
    signedIn = await signIn([{ ...DONE, result: { content: packed, fileName: 'x.csv.gz', contentType: 'text/csv' } }]);
    assert.deepEqual([await download('x.csv.gz'), await download('x.csv.gz')], ['x.csv.gz', 'x (2).csv.gz']);
    assert.deepEqual(readdirSync(staging), []);
  });

  it("keeps a file of which it can't tell whether it exists", async () => {
    signedIn = await signIn([{ ...DONE, result: { content: CONTENT } }]);
    files.writeFile(vscode.Uri.from({ scheme: CarelessFiles.scheme, path: '/results/x.csv' }), Buffer.from('mine'));
    files.unknown.add('x.csv');
    await assert.rejects(download('x.csv'), /busy/);
    assert.deepEqual(files.contents, { 'x.csv': 'mine' });
  });

  it("leaves nothing behind on this machine if it can't save the result", async () => {
    signedIn = await signIn([{ ...DONE, result: { content: CONTENT } }]);
    files.isFull = true;
    await assert.rejects(download('x.csv'), /full/);
    assert.deepEqual([readdirSync(staging), files.contents], [[], {}]);
  });
});
