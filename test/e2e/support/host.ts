import { existsSync } from 'node:fs';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import type * as address from '../../../scripts/host/address.mjs';
import type * as browser from '../../../scripts/host/browser.mjs';
import type * as fetch from '../../../scripts/host/fetch.mjs';
import type * as server from '../../../scripts/host/server.mjs';
import type * as manifest from '../../../scripts/manifest.mjs';
import type * as ports from '../../../scripts/ports.mjs';
import type * as startPlace from '../../../scripts/startPlace.mjs';

function findRoot(): string {
  let folder = import.meta.dirname;
  while (!existsSync(path.join(folder, 'esbuild.mjs'))) {
    folder = path.dirname(folder);
  }
  return folder;
}

/** The folder of the project. */
export const root = findRoot();

// Loaded at run time, not bundled, because these modules find files and each other from their own location.
const load = (file: string): Promise<unknown> => import(pathToFileURL(path.join(root, 'scripts', file)).href);

export const { ensureHost } = (await load('host/fetch.mjs')) as typeof fetch;
export const { installExtension, startServer } = (await load('host/server.mjs')) as typeof server;
export const { openBrowser } = (await load('host/browser.mjs')) as typeof browser;
export const { windowUrl } = (await load('host/address.mjs')) as typeof address;
export const { isFree } = (await load('ports.mjs')) as typeof ports;
export const { makeTour, rememberNames, tourJob } = (await load('startPlace.mjs')) as typeof startPlace;
export const { vsixPath } = (await load('manifest.mjs')) as typeof manifest;
