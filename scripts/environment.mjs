// @ts-check

// Variables of an outer npm, editor, or debugger are for its own children, not for a VS Code that is started here.
const OUTER = /^(npm_|NODE_OPTIONS$|ELECTRON_|VSCODE_)/i;

/** Keeps a developer's own account out of tests and the demonstration. */
const ACCOUNT = /^IMPACT_/;

/**
 * The environment for a VS Code that this process starts.
 * @param {Record<string, string | undefined>} [additions]
 * @returns {Record<string, string | undefined>}
 */
export function editorEnvironment(additions = {}) {
  const kept = Object.entries(process.env).filter(([name]) => !OUTER.test(name) && !ACCOUNT.test(name));
  return { ...Object.fromEntries(kept), ...additions };
}
