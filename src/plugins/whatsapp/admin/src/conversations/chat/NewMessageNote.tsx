import { useEffect, useRef, useState } from 'react';
import { VisuallyHidden } from '@strapi/design-system';
import { useText } from '../../parts/useText';
import type { ChatRow } from '../chat-rows';
import { previewOf } from '../content-preview';
import { newsOf } from '../news';

interface NewMessageNoteProps {
  rows: ChatRow[];
  contactName: string;
}

/** Reads out what the customer just wrote, and what could not be sent, once. What was there at the start is no news. */
export const NewMessageNote = ({ rows, contactName }: NewMessageNoteProps) => {
  const text = useText();
  const news = newsOf(rows);
  const knownKey = useRef(news?.key);
  const [note, setNote] = useState('');

  useEffect(() => {
    if (!news || news.key === knownKey.current) return;
    knownKey.current = news.key;
    const name = news.message.direction === 'in' ? contactName : text('tick.failed');
    setNote(text('chat.announcement', { name, message: previewOf(news.message.content, text) }));
  }, [contactName, news, text]);

  return <VisuallyHidden aria-live="polite">{note}</VisuallyHidden>;
};
