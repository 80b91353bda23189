import assert from 'node:assert/strict';
import { type CompletionPlace, completionPlace } from '../../../../src/core/savedExports/completionPlace';

/** The place of the `^` in the text, without where it starts and ends, and what it would replace. */
function at(marked: string): { place: Omit<CompletionPlace, 'start' | 'end'> | undefined; replaced: string } {
  const offset = marked.indexOf('^');
  const text = marked.replace('^', '');
  const found = completionPlace(text, offset);
  const { start = 0, end = 0, ...place } = found ?? {};
  return { place: found && (place as CompletionPlace), replaced: text.slice(start, end) };
}

describe('What a file of saved exports can be completed with', () => {
  it("are a report's ID, also half written and for the export's account", () => {
    assert.deepEqual(at('{"exports":[{"name":"A","reportId":"age^"}]}'), {
      place: { kind: 'reportId', account: undefined },
      replaced: '"age"',
    });
    assert.deepEqual(at('{"exports":[{"account":"IR1","reportId": ^}]}').place, { kind: 'reportId', account: 'IR1' });
    assert.deepEqual(at('{"exports":[{"accounts":["7","8"],"reportId":"^"').place, { kind: 'reportId', account: '7' });
  });

  it('are the filters of that report that the export lacks', () => {
    assert.deepEqual(at('{"exports":[{"reportId":"r","filters":{"SUBAID":"1", "^"}}]}'), {
      place: { kind: 'filterName', account: undefined, reportId: 'r', present: ['SUBAID'], hasValue: false },
      replaced: '""',
    });
    assert.deepEqual(at('{"exports":[{"reportId":"r","filters":{"SUB^": "1"}}]}'), {
      place: { kind: 'filterName', account: undefined, reportId: 'r', present: [], hasValue: true },
      replaced: '"SUB"',
    });
    assert.equal(at('{"exports":[{"filters":{"^"}}]}').place, undefined);
  });

  it("are the file's exports that a set doesn't contain", () => {
    const file = (members: string): string =>
      `{"exports":[{"name":"A"},{"name":"B"},{"name":"C"}],"sets":[{"name":"S","exports":[${members}]}]}`;
    assert.deepEqual(at(file('"A", "^"')), { place: { kind: 'setMember', names: ['B', 'C'] }, replaced: '""' });
    assert.deepEqual(at(file('"A", "B^"')).place, { kind: 'setMember', names: ['B', 'C'] });
  });

  it('is nothing elsewhere', () => {
    for (const text of ['^', '{"^"}', '{"exports":[{"name":"^"}]}', '{"sets":[{"folder":"^"}]}', '{"exports":"^"}']) {
      assert.equal(at(text).place, undefined, text);
    }
  });
});
