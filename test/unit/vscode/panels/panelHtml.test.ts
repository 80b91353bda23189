import assert from 'node:assert/strict';
import { panelHtml } from '../../../../src/vscode/panels/panelHtml';

const PAGE = {
  language: 'en',
  title: 'Preview: <Clicks>',
  cspSource: 'https://own.example',
  nonce: 'n0nce',
  script: 'https://own.example/page.js',
  style: 'https://own.example/page.css',
  data: { words: {}, identity: undefined },
};

describe('The document of a panel', () => {
  it("allows scripts by nonce, the extension's styles, fonts, and pictures, and nothing else", () => {
    const policy = /Content-Security-Policy" content="([^"]*)"/.exec(panelHtml(PAGE))?.[1]?.split('; ');
    assert.deepEqual(policy, [
      "default-src 'none'",
      'img-src https://own.example',
      'style-src https://own.example',
      'font-src https://own.example',
      "script-src 'nonce-n0nce'",
      "base-uri 'none'",
      "form-action 'none'",
    ]);
  });

  it('keeps its subject in one attribute, whatever a job is called', () => {
    const html = panelHtml({
      ...PAGE,
      data: { words: {}, identity: { name: '"><script>alert(1)</script>&amp;' } },
    });
    assert.equal(html.match(/<script/g)?.length, 1);
    const attribute = /data-page="([^"]*)"/.exec(html)?.[1] ?? '';
    const data: unknown = JSON.parse(
      attribute
        .replace(/&lt;/g, '<')
        .replace(/&gt;/g, '>')
        .replace(/&quot;/g, '"')
        .replace(/&amp;/g, '&'),
    );
    assert.deepEqual(data, { words: {}, identity: { name: '"><script>alert(1)</script>&amp;' } });
  });
});
