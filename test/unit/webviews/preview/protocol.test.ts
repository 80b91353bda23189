import assert from 'node:assert/strict';
import { decodePreviewMessage, decodePreviewRequest, PREVIEW_ACTIONS } from '../../../../src/webviews/preview/protocol';

describe("A preview page's request to the extension", () => {
  it('is one of its own actions or a text to copy', () => {
    for (const action of PREVIEW_ACTIONS) {
      assert.deepEqual(decodePreviewRequest({ kind: 'run', action }), { kind: 'run', action });
    }
    assert.deepEqual(decodePreviewRequest({ kind: 'copy', text: 'a,b' }), { kind: 'copy', text: 'a,b' });
  });

  for (const message of [
    undefined,
    null,
    'run',
    [],
    {},
    { kind: 'run' },
    { kind: 'run', action: 'replay' },
    { kind: 'run', action: 'constructor' },
    { kind: 'copy', text: 7 },
    { kind: 'copy' },
  ]) {
    it(`is ignored for ${JSON.stringify(message)}`, () => assert.equal(decodePreviewRequest(message), undefined));
  }
});

describe("The extension's message to a preview page", () => {
  it('contains only what the page can draw', () => {
    const about = { name: 'a', actions: [] };
    assert.ok(decodePreviewMessage({ kind: 'actions', ...about }));
    assert.ok(decodePreviewMessage({ kind: 'absent', ...about }));
    for (const message of [undefined, 'preview', { kind: 'preview' }, { kind: 'other', ...about }]) {
      assert.equal(decodePreviewMessage(message), undefined);
    }
  });
});
