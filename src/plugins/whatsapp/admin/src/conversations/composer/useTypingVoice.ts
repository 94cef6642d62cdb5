import { useEffect, useMemo } from 'react';
import { useSayWhatsAppTypingMutation } from '../../api/conversations';
import { createTypingVoice, type TypingVoice } from './typing-voice';

/** See `createTypingVoice`. Whether anybody heard it does not matter: nothing is shown of a failure. */
export const useTypingVoice = (conversationId: string, isHeard: boolean): TypingVoice => {
  const [say] = useSayWhatsAppTypingMutation();
  const voice = useMemo(
    () =>
      createTypingVoice((isTyping) => {
        if (isHeard) void say({ conversationId, isTyping });
      }),
    [conversationId, isHeard, say],
  );
  useEffect(() => voice.stop, [voice]);
  return voice;
};
