import { cpSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { BrowserContext } from 'playwright-core';
import type { Server } from '../../../scripts/host/server.mjs';
import { ensureHost, isFree, openBrowser, startServer, vsixPath } from './host';
import { installInto } from './installed';

export type Theme =
  'Default Dark Modern' | 'Default Light Modern' | 'Default High Contrast' | 'Default High Contrast Light';

export interface SessionOptions {
  /** Environment variables for VS Code. The developer's own `IMPACT_*` variables aren't passed on. */
  env?: Record<string, string | undefined>;
  /** User settings. Without any, an existing profile keeps its own. */
  settings?: Record<string, unknown>;
  theme?: Theme;
  /** A folder that is kept after the session, with settings, secrets, and state for the next one. */
  profile?: string;
  /** Folders of further extensions that a test needs. They act as if they came with VS Code, so need no package. */
  builtIns?: readonly string[];
  size?: { width: number; height: number };
  /** The language that extensions see, such as `de`. */
  language?: string;
}

const SIZE = { width: 1280, height: 800 };

/** VS Code's server, a browser, and the profile that stores the data of both. */
export class Session {
  private constructor(
    readonly vscode: string,
    readonly profile: string,
    readonly server: Server,
    readonly browser: BrowserContext,
    private readonly isProfileOurs: boolean,
  ) {}

  static async start(options: SessionOptions): Promise<Session> {
    const { dir: hostDir, vscode } = await ensureHost();
    const profile = options.profile ?? mkdtempSync(path.join(tmpdir(), 'impact-jobs-profile-'));
    const { theme } = options;
    const extensionsDir = path.join(profile, 'extensions');
    await installInto(extensionsDir, { hostDir, vsix: vsixPath() });
    const settings = theme ? { ...options.settings, 'workbench.colorTheme': theme } : options.settings;
    const port = await lastPort(profile);
    const server = await startServer({
      hostDir,
      userDataDir: profile,
      extensionsDir,
      hasFewBuiltIns: true,
      ...(options.builtIns && { builtIns: options.builtIns }),
      ...(port && { port }),
      ...(settings && { settings }),
      ...(options.env && { env: options.env }),
    });
    writeFileSync(portFile(profile), String(server.port));
    try {
      const browser = await openBrowser({
        hostDir,
        userDataDir: profile,
        viewport: options.size ?? SIZE,
        language: options.language,
      });
      return new Session(vscode, profile, server, browser, options.profile === undefined);
    } catch (error) {
      await server.stop();
      throw error;
    }
  }

  /** Copies the logs of VS Code and the extension. */
  copyLogs(target: string): void {
    const logs = path.join(this.profile, 'logs');
    mkdirSync(target, { recursive: true });
    writeFileSync(path.join(target, 'server.log'), this.server.log());
    if (existsSync(logs)) {
      cpSync(logs, target, { recursive: true });
    }
  }

  async close(): Promise<void> {
    await this.browser.close();
    await this.server.stop();
    if (this.isProfileOurs) {
      rmSync(this.profile, { recursive: true, force: true, maxRetries: 5 });
    }
  }
}

const portFile = (profile: string): string => path.join(profile, 'port');

/** The port that a profile last used, because the browser stores its data by address. */
async function lastPort(profile: string): Promise<number | undefined> {
  if (!existsSync(portFile(profile))) {
    return undefined;
  }
  const port = Number(readFileSync(portFile(profile), 'utf8'));
  return (await isFree(port)) ? port : undefined;
}
