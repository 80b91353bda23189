import assert from 'node:assert/strict';
import { existsSync, readFileSync } from 'node:fs';
import { describe, it } from 'mocha';
import manifest from '../../package.json';
import strings from '../../package.nls.json';
import { JOB_ACTIONS } from '../../src/core/jobs/jobActions';
import {
  commandId,
  commandIds,
  COMPARISON_VIEW_TYPE,
  CONTEXT_KEYS,
  EXTENSION_ID,
  HAS_SAVED_EXPORTS_KEY,
  HAS_TABLE_EDITORS_KEY,
  JOBS_VIEW_ID,
  MCP_PROVIDER_ID,
  ROW_MOVED_KEY,
  SAVED_EXPORTS_VIEW_ID,
  TABLE_VIEW_TYPE,
  TOOL_NAMES,
} from '../../src/vscode/ids';

const { contributes } = manifest;
const text = JSON.stringify(manifest);

function sorted(values: Iterable<string>): string[] {
  return [...values].sort();
}

describe('package.json', () => {
  it('has the public identity', () => {
    assert.equal(`${manifest.publisher}.${manifest.name}`, EXTENSION_ID);
    assert.deepEqual(
      contributes.views.impactJobs.map(({ id }) => id),
      [JOBS_VIEW_ID, SAVED_EXPORTS_VIEW_ID],
    );
    assert.ok(contributes.commands.every(({ category }) => category === 'Impact Jobs'));
  });

  it('contributes exactly the commands in the code', () => {
    assert.deepEqual(sorted(contributes.commands.map(({ command }) => command)), sorted(commandIds().map(commandId)));
  });

  it('contributes exactly the tools in the code, each with a schema and texts for people and models', () => {
    assert.deepEqual(sorted(contributes.languageModelTools.map(({ name }) => name)), sorted(TOOL_NAMES));
    for (const { modelDescription, inputSchema, tags, toolReferenceName } of contributes.languageModelTools) {
      assert.ok(
        modelDescription.length > 40 &&
          inputSchema.type === 'object' &&
          tags.length > 0 &&
          /^\w+$/.test(toolReferenceName),
      );
    }
  });

  it("names the MCP server's provider as the code does", () => {
    assert.deepEqual(
      contributes.mcpServerDefinitionProviders.map(({ id }) => id),
      [MCP_PROVIDER_ID],
    );
  });

  it('names only its own commands in menus', () => {
    const known = new Set<string>(commandIds().map(commandId));
    const named = Object.values(contributes.menus).flatMap((items) => items.map(({ command }) => command));
    assert.deepEqual(
      named.filter((command) => !known.has(command)),
      [],
    );
  });

  it('reads only context keys that the code sets', () => {
    const keys = new Set<string>([
      ...CONTEXT_KEYS.map((key) => `impactJobs.${key}`),
      HAS_SAVED_EXPORTS_KEY,
      ROW_MOVED_KEY,
      HAS_TABLE_EDITORS_KEY,
    ]);
    const views = new Set<string>([JOBS_VIEW_ID, SAVED_EXPORTS_VIEW_ID, TABLE_VIEW_TYPE, COMPARISON_VIEW_TYPE]);
    const clauses = [...text.matchAll(/"when":"([^"]+)"/g)].flatMap(
      ([, clause = '']) => clause.match(/impactJobs\.\w+/g) ?? [],
    );
    assert.deepEqual(
      clauses.filter((key) => !views.has(key) && !keys.has(key)),
      [],
    );
  });

  it('takes every string from package.nls.json, which has no unused ones', () => {
    const used = [...text.matchAll(/%([^%"]+)%/g)].map(([, key = '']) => key);
    assert.deepEqual(sorted(new Set(used)), sorted(Object.keys(strings)));
  });

  it('binds keys only to its own commands, and only while a row of its view has the focus', () => {
    const known = new Set<string>(commandIds().map(commandId));
    for (const { command, when } of contributes.keybindings) {
      assert.ok(known.has(command), command);
      assert.match(when, /^focusedView == impactJobs\.jobs && listFocus && !inputFocus && /);
    }
    const spoken = [...strings['view.jobs.accessibilityHelp'].matchAll(/<keybinding:([\w.]+)>/g)].map(
      ([, command = '']) => command,
    );
    assert.ok(spoken.length > 0);
    assert.deepEqual(
      spoken.filter((command) => !known.has(command)),
      [],
    );
  });

  it('links only to existing commands in its welcome texts', () => {
    const known = new Set<string>([
      ...commandIds().map(commandId),
      'workbench.action.openSettings',
      'impactJobs.jobs.focus',
    ]);
    const linked = [...JSON.stringify(strings).matchAll(/command:([\w.]+)/g)].map(([, command = '']) => command);
    assert.ok(linked.length > 0);
    assert.deepEqual(
      linked.filter((command) => !known.has(command)),
      [],
    );
  });

  it('lets no workspace redirect the token or use up the requests', () => {
    const { properties } = contributes.configuration;
    assert.equal(properties['impactJobs.apiBaseUrl'].scope, 'application');
    assert.equal(properties['impactJobs.polling.requestsPerHour'].scope, 'application');
  });

  it('restricts every workspace setting that controls where files go or automatic downloads', () => {
    const { properties } = contributes.configuration;
    const restricted = manifest.capabilities.untrustedWorkspaces.restrictedConfigurations;
    const ofWorkspaces = Object.entries(properties)
      .filter(([, { scope }]) => scope !== 'application')
      .map(([key]) => key);
    // What is added here must do no harm, whoever wrote the workspace.
    const harmless = [
      'lookbackDays',
      'notifications.completed',
      'notifications.failed',
      'download.openAfter',
      'statusBar.visible',
    ].map((key) => `impactJobs.${key}`);
    assert.deepEqual(sorted(ofWorkspaces), sorted([...restricted, ...harmless]));
  });

  it('declares every setting that the code reads, and no other', () => {
    const source = readFileSync('src/vscode/settingTable.ts', 'utf8');
    const table = source.slice(source.indexOf('const SETTINGS'), source.indexOf('} as const;'));
    const keys = [...table.matchAll(/^ {2}'?([\w.]+)'?: \{/gm)].map(([, key = '']) => `impactJobs.${key}`);
    assert.deepEqual(sorted(Object.keys(contributes.configuration.properties)), sorted(keys));
  });

  it('shows a command on rows of jobs by what can be done with them', () => {
    const words = contributes.menus['view/item/context']
      .filter(({ when }) => when.startsWith(`view == ${JOBS_VIEW_ID} `))
      .flatMap(({ when }) => [...when.matchAll(/\\b(\w+)(?:\(Again\)\?)?\\b/g)].map(([, word = '']) => word))
      .filter((word) => !['account', 'ofAgency', 'failed', 'completed'].includes(word));
    assert.deepEqual(
      words.filter((word) => !JOB_ACTIONS.some((action) => action === word)),
      [],
    );
    assert.ok(words.includes('replay') && words.includes('download'));
  });

  it('has a menu item on rows of jobs for everything that can be done with them', () => {
    // One is for panels, the other for jobs that have no rows.
    const elsewhere = ['revealJob', 'unhideJobs'];
    const onRows = contributes.menus['view/item/context'].map(({ command }) => command);
    assert.deepEqual(
      JOB_ACTIONS.filter((action) => !onRows.includes(commandId(action === 'downloadAgain' ? 'download' : action))),
      elsewhere,
    );
  });

  it('has the same menu on the rows of the table', () => {
    const isAboutJobs = ({ when, group }: { readonly when: string; readonly group: string }): boolean =>
      when.startsWith(`view == ${JOBS_VIEW_ID} `) &&
      !group.startsWith('inline') &&
      !/\baccount \w|\^account|'group/.test(when);
    const asInTree = contributes.menus['view/item/context'].filter(isAboutJobs).map((item) => ({
      ...item,
      when: item.when
        .replace(`view == ${JOBS_VIEW_ID}`, `webviewId == ${TABLE_VIEW_TYPE}`)
        .replaceAll('viewItem', 'webviewItem'),
    }));
    assert.ok(asInTree.length > 20);
    // Only a row of the table isn't in the view already.
    assert.deepEqual(
      contributes.menus['webview/context'].filter(
        ({ command, when }) =>
          command !== commandId('revealJob') && !when.startsWith(`webviewId == ${COMPARISON_VIEW_TYPE} `),
      ),
      asInTree,
    );
  });

  it('titles a command as the buttons of the panels do', () => {
    const source = readFileSync('src/vscode/words/actionWords.ts', 'utf8');
    const buttons = [...source.matchAll(/^ {2}(\w+): \['\w+', \(\) => vscode\.l10n\.t\('(.+)'\)\],$/gm)];
    const titles: Readonly<Record<string, string>> = strings;
    const titled = buttons.filter(([, action = '']) => titles[`command.${action}`] !== undefined);
    assert.ok(titled.length > 15);
    for (const [, action = '', label] of titled) {
      assert.equal(label, titles[`command.${action}`], action);
    }
  });

  it('draws a command as the buttons of the panels do', () => {
    /** The pages' own drawing of each of VS Code's icons. */
    const drawings: Readonly<Record<string, string>> = {
      'debug-restart': 'replay',
      'cloud-download': 'download',
      'debug-pause': 'pause',
      'debug-continue': 'resume',
      'go-to-file': 'open',
      table: 'preview',
      close: 'cancel',
    };
    const source = readFileSync('src/vscode/words/actionWords.ts', 'utf8');
    const drawn = new Map([...source.matchAll(/^ {2}(\w+): \['(\w+)', /gm)].map(([, action, icon]) => [action, icon]));
    const both = contributes.commands.flatMap(({ command, icon }) => {
      const button = drawn.get(command.replace('impactJobs.', ''));
      return icon === undefined || button === undefined ? [] : [{ command, icon: icon.slice(2, -1), button }];
    });
    assert.ok(both.length > 8);
    for (const { command, icon, button } of both) {
      assert.equal(button, drawings[icon] ?? icon, command);
    }
  });

  it('names only existing media and schemas', () => {
    for (const [file] of text.matchAll(/(?:media|schemas)\/[\w./-]+/g)) {
      assert.ok(existsSync(file), file);
    }
  });
});
