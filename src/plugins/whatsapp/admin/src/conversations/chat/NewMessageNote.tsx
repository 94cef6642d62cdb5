import { useEffect, useRef, useState } from 'react';
import { VisuallyHidden } from '@strapi/design-system';
import { useText } from '../../parts/useText';
import type { ChatRow } from '../chat-rows';
import { previewOf } from '../content-preview';

interface NewMessageNoteProps {
  rows: ChatRow[];
  contactName: string;
}

/** Reads out what the customer just wrote, once. What was there when the chat opened is not news. */
export const NewMessageNote = ({ rows, contactName }: NewMessageNoteProps) => {
  const text = useText();
  const newest = [...rows].reverse().find(({ message }) => message.direction === 'in');
  const knownKey = useRef(newest?.key);
  const [note, setNote] = useState('');

  useEffect(() => {
    if (!newest || newest.key === knownKey.current) return;
    knownKey.current = newest.key;
    setNote(
      text('chat.announcement', { name: contactName, message: previewOf(newest.message.content, text) }),
    );
  }, [contactName, newest, text]);

  return <VisuallyHidden aria-live="polite">{note}</VisuallyHidden>;
};
