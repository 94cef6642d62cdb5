import type { Message } from '../../../contracts/inbox';
import type { ChatRow } from './chat-rows';

/** What somebody who does not see the chat must hear of, and a key that changes whenever it is something new. */
export interface News {
  key: string;
  message: Message;
}

/** The newest thing worth saying aloud: a message of the customer, or an own one that failed. */
export const newsOf = (rows: readonly ChatRow[]): News | null => {
  for (let index = rows.length - 1; index >= 0; index -= 1) {
    const row = rows[index];
    if (row && (row.message.direction === 'in' || row.message.status === 'failed')) {
      return { key: `${row.key} ${row.message.status}`, message: row.message };
    }
  }
  return null;
};
