import fc from 'fast-check';
import { RIGHTS_OF_ROLE } from '../../../contracts/rights';
import type { ConversationView, MessageView } from '../store';
import { onlyTheirs } from './only-theirs';

const RITA = 7;
const restricted = { id: RITA, rights: RIGHTS_OF_ROLE.agent.filter((right) => right !== 'readAll') };
const supervisor = { id: RITA, rights: RIGHTS_OF_ROLE.supervisor };

const conversation = (documentId: string, assigneeId: number | null) =>
  ({ documentId, assigneeId }) as ConversationView;
const message = (conversationDocumentId: string, assigneeId: number | null) =>
  ({ conversationDocumentId, assigneeId }) as MessageView;

describe('changes of a member who sees only what is assigned to them', () => {
  it('tell of all others the id alone, whichever of their rows changed', () => {
    const own = [conversation('own', RITA), message('own', RITA)] as const;
    const seen = onlyTheirs(restricted, {
      conversations: [own[0], conversation('other', 8), conversation('free', null)],
      messages: [own[1], message('free', null), message('third', 8)],
    });
    expect(seen).toEqual({
      conversations: [own[0]],
      messages: [own[1]],
      gone: ['other', 'free', 'third'],
    });
  });

  it('hide both kinds of rows where only one of the two lists knew', () => {
    const lists = {
      conversations: [conversation('taken', RITA), conversation('given', 8)],
      messages: [message('taken', 8), message('given', RITA)],
    };
    expect(onlyTheirs(restricted, lists)).toEqual({
      conversations: [],
      messages: [],
      gone: ['given', 'taken'],
    });
  });

  it('lose nothing: every row is shown, or its conversation is named', () => {
    const anybody = fc.constantFrom(RITA, 8, null);
    const id = fc.constantFrom('a', 'b', 'c', 'd');
    const changed = fc.record({
      conversations: fc.array(fc.tuple(id, anybody).map(([name, who]) => conversation(name, who))),
      messages: fc.array(fc.tuple(id, anybody).map(([name, who]) => message(name, who))),
    });
    fc.assert(
      fc.property(changed, (page) => {
        const { conversations, messages, gone } = onlyTheirs(restricted, page);
        expect(new Set(gone).size).toBe(gone.length);
        const rows = (list: typeof page) => [
          ...list.conversations.map((row) => [row, row.documentId] as const),
          ...list.messages.map((row) => [row, row.conversationDocumentId] as const),
        ];
        const shown = rows({ conversations, messages });
        expect(shown.filter(([row, name]) => row.assigneeId !== RITA || gone.includes(name))).toEqual([]);
        expect(shown).toEqual(rows(page).filter(([, name]) => !gone.includes(name)));
      }),
    );
  });

  it('are all there for whoever sees everything', () => {
    const page = { conversations: [conversation('a', 8)], messages: [message('b', null)] };
    expect(onlyTheirs(supervisor, page)).toEqual({ ...page, gone: [] });
  });
});
