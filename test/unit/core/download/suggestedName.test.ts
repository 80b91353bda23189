import assert from 'node:assert/strict';
import { suggestedNameOf } from '../../../../src/core/download/suggestedName';

function nameOf(link: string, disposition?: string): string | undefined {
  const headers = new Headers(disposition === undefined ? {} : { 'Content-Disposition': disposition });
  const response = { headers } as unknown as Parameters<typeof suggestedNameOf>[0]['response'];
  return suggestedNameOf({ response, url: new URL(link, 'https://storage.example.test') });
}

describe('The name that a server suggests', () => {
  it('is in its header, or else at the end of its link', () => {
    assert.equal(nameOf('/results/a.csv', 'attachment; filename="b.csv"'), 'b.csv');
    assert.equal(nameOf('/results/a.csv?X-Amz-Signature=c.json'), 'a.csv');
    assert.equal(nameOf('/results/Acme%20%26%20Co.CSV', 'attachment'), 'Acme & Co.CSV');
  });

  it('is none if the link ends in anything but the name of a file', () => {
    const links = [
      '/results/8f2c',
      '/results/',
      '/a.csv/',
      '/a.exe',
      '/.csv',
      '/a.csv.bak',
      '/%2e%2e%2fa.csv',
      '/%E0.csv',
    ];
    for (const link of [...links, `/${'a'.repeat(201)}.csv`]) {
      assert.equal(nameOf(link), undefined, link);
    }
    assert.equal(nameOf(`/${'a'.repeat(200)}.csv`)?.length, 204);
  });
});
