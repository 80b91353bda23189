import * as assert from 'node:assert/strict';
import type * as vscode from 'vscode';
import { Transport } from '../../../src/core/api/transport';
import { systemClock } from '../../../src/core/clock';
import type { Destination } from '../../../src/vscode/downloads/destination';
import { downloadToDestination } from '../../../src/vscode/downloads/downloadToDestination';
import type { SignedIn } from './extension';

/** Downloads the result of the first account's job to a destination. */
export async function downloadTo({ parts }: SignedIn, jobId: string, destination: Destination): Promise<vscode.Uri> {
  const entry = parts.store.snapshot.accounts[0]?.entries.get(jobId);
  assert.ok(entry);
  const { uri } = await downloadToDestination({
    entry,
    client: await parts.watchers.clientOf(entry.accountId),
    transport: new Transport(systemClock),
    clock: systemClock,
    destination,
    template: '',
    signal: new AbortController().signal,
    onProgress: () => undefined,
    onName: () => undefined,
  });
  return uri;
}
